"""Times trafilatura over the saved pages of folders. usage: FOLDER...; prints pages, pages with text and seconds."""
import pathlib
import sys
import time

import trafilatura

paths = sorted(p for folder in sys.argv[1:] for p in pathlib.Path(folder).glob("*.html"))
pages = [p.read_bytes() for p in paths]
trafilatura.bare_extraction(pages[0], with_metadata=True)
start = time.perf_counter()
found = 0
for page in pages:
    try:
        got = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    except Exception:
        got = None
    found += got is not None and bool(got.text)
print(len(pages), found, time.perf_counter() - start)
