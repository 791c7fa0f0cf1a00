"""Verbs of keeping children safe."""
