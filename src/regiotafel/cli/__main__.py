import sys

from regiotafel.cli import main

sys.exit(main())
