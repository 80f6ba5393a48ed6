"""Times spaCy over a file of texts. usage: MODEL TEXTS.jsonl; prints tokens and seconds as JSON."""
import json
import sys
import time

import spacy

nlp = spacy.load(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as f:
    texts = [json.loads(line)["text"] for line in f]
list(nlp.pipe(texts[:8]))
start = time.perf_counter()
tokens = sum(len(doc) for doc in nlp.pipe(texts))
print(json.dumps({"tokens": tokens, "seconds": time.perf_counter() - start}))
