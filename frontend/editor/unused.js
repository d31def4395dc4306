// In place of parts of markdown-it that none of our rules uses: finding addresses in text, names of signs (&eacute;) and
// names of hosts in other letters.
export class LinkifyIt {}
export const decodeHTMLStrict = (text) => text;
export default { toASCII: decodeHTMLStrict, toUnicode: decodeHTMLStrict };
