"""What attackers type and paste, by kind, to see that none of it runs: vectors as OWASP, PortSwigger and cure53 describe
them, written down by ourselves. Each calls `ran()` in one way or another; a page on which it exists says whether one did.
"""
# ruff: noqa: E501  # a vector is one line, as it is pasted

import io
import re
from html import unescape
from zipfile import ZipFile

from regiotafel.text.marked import safe_link

# Elements that run something by themselves, or when somebody touches them.
HANDLERS = (
    "onload", "onerror", "onclick", "onmouseover", "onfocus", "onblur", "ontoggle", "onpointerenter", "onanimationend",
    "onanimationstart", "ontransitionend", "onbeforetoggle", "onscrollend", "onwheel", "oncopy", "onpaste", "oninput",
    "onbeforeinput", "onsecuritypolicyviolation", "onhashchange", "onmessage", "onpageshow", "onresize", "onauxclick",
)  # fmt: skip
ELEMENTS = (
    "img src=x", "svg", "body", "iframe", "input autofocus", "details open", "video src=x", "audio src=x", "marquee",
    "a href=/x", "object data=x", "math", "select autofocus", "textarea autofocus", "p", "x tabindex=1 autofocus",
)  # fmt: skip
BY_HANDLER = [
    f"<{element} {handler}=ran()>"
    for place, element in enumerate(ELEMENTS)
    for handler in HANDLERS[place % 4 :: 4] + HANDLERS[:2]
]
BY_ELEMENT = [
    "<script>ran()</script>", "<SCRIPT>ran()</SCRIPT>", "<script src=data:,ran()></script>", "<script\n>ran()</script\n>",
    "<scr<script>ipt>ran()</scr</script>ipt>", "<script/x>ran()</script>", "<svg><script>ran()</script></svg>",
    "<svg><script href=data:,ran() /></svg>", "<svg><animate onbegin=ran() attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:ran() /><text x=20 y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><a href='javascript:ran()'/></svg>#x\">",
    "<svg><foreignObject><iframe srcdoc='<script>parent.ran()</script>'></foreignObject></svg>",
    "<iframe src=javascript:ran()>", "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.ran()&lt;/script&gt;'></iframe>", "<embed src=javascript:ran()>",
    "<object data=javascript:ran()>", "<object data='data:text/html,<script>parent.ran()</script>'>",
    "<link rel=stylesheet href=data:,*{color:red}>", "<style>@import 'data:text/css,*{}';</style>", "<style>*{display:none}</style>",
    "<style><img src=x onerror=ran()></style>", "<base href=javascript:ran()//>", "<meta http-equiv=refresh content='0;url=javascript:ran()'>",
    "<form action=javascript:ran()><button>x</button></form>", "<form><button formaction=javascript:ran()>x</button></form>",
    "<isindex type=image src=x onerror=ran()>", "<math><mtext><table><mglyph><style><img src=x onerror=ran()>",
    "<math href=javascript:ran()>x</math>", "<math><mi xlink:href=javascript:ran()>x</mi></math>",
    "<table background=javascript:ran()>", "<td background=javascript:ran()>", "<bgsound src=javascript:ran()>",
    "<noscript><p title=\"</noscript><img src=x onerror=ran()>\">", "<template><img src=x onerror=ran()></template>",
    "<textarea><img src=x onerror=ran()></textarea>", "<title><img src=x onerror=ran()></title>", "<xmp><img src=x onerror=ran()></xmp>",
    "<plaintext><img src=x onerror=ran()>", "<select><template shadowrootmode=open><img src=x onerror=ran()></template></select>",
    "<div style=background:url(javascript:ran())>x</div>", "<div style=width:expression(ran())>x</div>",
    "<div style='behavior:url(#default#time2)' onbegin=ran()>x</div>", "<p style=position:fixed;inset:0>x</p>",
    "<input type=image src=x onerror=ran()>", "<video><source onerror=ran()></video>", "<video poster=javascript:ran()>",
    "<dialog open onclose=ran()><form method=dialog><button>x</button></form></dialog>", "<portal src=javascript:ran()>",
    "<a ping=javascript:ran() href=/x>x</a>", "<area href=javascript:ran()>", "<map><area href=javascript:ran()></map>",
    "<button popovertarget=x onclick=ran()>x</button><div popover id=x onbeforetoggle=ran()>x</div>", "<keygen autofocus onfocus=ran()>",
    "<frameset onload=ran()>", "<body background=javascript:ran()>", "<image src=x onerror=ran()>", "<img src=x:x onerror=ran() >",
    "<img src=`x` onerror=ran()>", "<img/src=x/onerror=ran()>", "<img\tsrc=x\tonerror=ran()>", "<img src=x onerror\n=\nran()>",
    "<img src=x onerror=&#114;an()>", "<img src=x onerror='ran``'>", "<img src=x oNeRrOr=ran()>", "<<img src=x onerror=ran()>",
    "<img src=x onerror=ran()", "<img src=x onerror=ran()//", "<img src='x' onerror='ran()'", "</p><img src=x onerror=ran()>",
    "<!--><img src=x onerror=ran()>-->", "<!-- --!><img src=x onerror=ran()>", "<![CDATA[><img src=x onerror=ran()>]]>",
    "<?xml?><img src=x onerror=ran()>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'javascript:ran()'>]>&y;", "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>ran()</x:script>",
    "<custom-element onclick=ran()>x</custom-element>", "<p id=getElementById name=querySelector>x</p>", "<form id=document><input name=cookie></form>",
    "<a id=ran href=tel:1>x</a>", "<img name=currentScript src=x onerror=ran()>", "\x00<script>ran()</script>", "<scr\x00ipt>ran()</scr\x00ipt>",
    "<script\u2028>ran()</script>", "\uff1cscript\uff1eran()\uff1c/script\uff1e", "&lt;script&gt;ran()&lt;/script&gt;", "&amp;lt;script&amp;gt;ran()",
    "%3Cscript%3Eran()%3C/script%3E", "\\x3cscript\\x3eran()\\x3c/script\\x3e", "{{constructor.constructor('ran()')()}}", "${ran()}", "{% load x %}{{ x }}",
    "<div v-html=ran()>", "<div x-data x-init=ran()>", "<div hx-on:load=ran() hx-get=/ hx-trigger=load>x</div>", "<div data-hx-on-load=ran()>x</div>",
    "<div data-edits=id_text><div data-page></div></div>", "<p data-count=1>x</p>", "<form data-autosave action=//evil.example>x</form>",
]  # fmt: skip
# Where a link could lead.
ADDRESSES = [
    "javascript:ran()", "JaVaScRiPt:ran()", "javascript&colon;ran()", "&#106;avascript:ran()", "&#x6A;avascript:ran()",
    "java\tscript:ran()", "java%0ascript:ran()", "java%09script:ran()", "%6aavascript:ran()", "\x01javascript:ran()", "javascript\x00:ran()",
    "javascript://%0aran()", "javascript:/*--></title></style>ran()", "javascript:void(ran())", "javascript:\\u0072an()", "jav&#x0A;ascript:ran()",
    "vbscript:ran()", "livescript:ran()", "mocha:ran()", "data:text/html,<script>ran()</script>", "data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==",
    "data:,ran()", "data:image/svg+xml,<svg/onload=ran()>", "blob:null/x", "filesystem:x", "file:///etc/passwd", "view-source:javascript:ran()",
    "about:blank", "feed:javascript:ran()", "jar:javascript:ran()", "x-javascript:ran()", "ftp://evil.example", "tel:1", "sms:1", "intent://x#Intent;end",
    "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "https:evil.example",
    "https:/evil.example", "https://goed.example@evil.example", "https://goed.example:80@evil.example", "https://evil.example\\@goed.example", "http://[::1]/",
    "mailto:a@b.nl?bcc=c@d.nl&body=x", "mailto:%0abcc:c@d.nl", "https://goed.example/\"onclick=ran()//", "https://goed.example/'onclick=ran()//",
    "https://goed.example/><img/src=x/onerror=ran()>", "https://goed.example/`onclick=ran()//", "https://goed.example/\u202eran()", "#\"onclick=ran()//",
    "?\"onclick=ran()//", "/x\"onclick=ran()//", "/x'onclick=ran()//", "https://x.example/&quot;onclick=ran()", "https://ⓔvil.example\u3000x", "ｊavascript:ran()",
]  # fmt: skip
BY_LINK = [
    shape.replace("ADDRESS", address)
    for place, address in enumerate(ADDRESSES)
    for shape in (
        "[x](ADDRESS)",
        ("[x](<ADDRESS>)", '[x](ADDRESS "x")', "[x]: ADDRESS\n\n[x]", "<ADDRESS>", "![x](ADDRESS)")[place % 5],
    )
]
# Marks that try to break out of what is written around them.
BY_MARK = [
    "**<img src=x onerror=ran()>**", "*<script>ran()</script>*", "### <img src=x onerror=ran()>", "- <img src=x onerror=ran()>",
    "1. <svg onload=ran()>", "|<img src=x onerror=ran()>|b|\n|---|---|\n|c|d|", '|" onclick=ran() x="|b|\n|---|---|\n|c|d|',
    "|'><img src=x onerror=ran()>|b|\n|---|---|\n|c|<svg onload=ran()>|", "[^1]\n\n[^1]: <img src=x onerror=ran()>", '[^1]\n\n[^1]: [x](javascript:ran())',
    "[^\"onclick=ran()]\n\n[^\"onclick=ran()]: x", "[<img src=x onerror=ran()>](/x)", '["onclick=ran()](/x)', "[x](/x'onclick=ran())", "[x](/x){onclick=ran()}",
    "[x](/x \"' onclick=ran()\")", "```html\n<img src=x onerror=ran()>\n```", "`<img src=x onerror=ran()>`", "    <img src=x onerror=ran()>", "~~~\n<script>ran()</script>\n~~~",
    "> <img src=x onerror=ran()>", "<https://x.example/<script>ran()</script>>", "[a](javascript:ran()) [b](/b)", "[a\\](/x)](javascript:ran())", "[[a](javascript:ran())](/x)",
    "![<img src=x onerror=ran()>](/x)", "![x](x\"onerror=ran()//)", "![x](javascript:ran())", "[![x](javascript:ran())](/x)", "# <svg onload=ran()>", "<b>**x**</b onclick=ran()>",
    "<a href='[x](/x)' onclick=ran()>", "[x](/x\n\"onclick=ran())", "*[x](/x*\"onclick=ran())", "[x](https://x.example/?a=<img/src=x/onerror=ran()>)", "\\<img src=x onerror=ran()>",
    "\\[x](javascript:ran())", "[x]\\(javascript:ran())", "[x](java\\script:ran())", "|a|b|\n|---\"onclick=ran()|---|", "1000000000. <img src=x onerror=ran()>", "[^x]: <script>ran()</script>",
]  # fmt: skip
VECTORS = list(dict.fromkeys([*BY_HANDLER, *BY_ELEMENT, *BY_LINK, *BY_MARK]))


def parts_of(made: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(made)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def check_harmless(name: str, part: bytes) -> None:
    """No element that runs, and no link but a safe one or one within the file."""
    if not name.endswith((".xml", ".rels", ".xhtml", ".html", ".opf", ".ncx")):
        return
    text = part.decode()
    # Words with angles stand there escaped, so what looks like an element is one.
    for element in re.findall(r"<[A-Za-z][^>]*>", re.sub(r"<style>[^<]*</style>", "", text)):
        assert not re.match(
            r"<(?:\w+:)?(?:script|iframe|object|embed|form|input|svg|math|base|foreignObject)\b", element
        ), element
        assert not re.search(r"\s(?:on\w+|srcdoc|formaction)=", re.sub(r'"[^"]*"', '""', element)), element
        leads = re.findall(r'\s(?:href|src|xlink:href|action)="([^"]*)"', element)
        if 'TargetMode="External"' in element:
            leads += re.findall(r'\sTarget="([^"]*)"', element)
        for lead in map(unescape, leads):
            inside = lead.startswith("#") or (":" not in lead and not lead.startswith(("/", "\\")))
            assert inside or safe_link(lead), (name, lead)
