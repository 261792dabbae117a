"""Fine-tune an encoder into a tagger and linker, evaluate it, export it."""
