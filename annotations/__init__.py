"""The language of the project: labels, annotated sentences, their written form and the corpus."""
