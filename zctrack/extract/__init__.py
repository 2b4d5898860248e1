"""The extractors (抽取): text becomes records."""
