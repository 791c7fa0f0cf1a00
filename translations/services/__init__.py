"""The verbs: begin a translation, write it, publish it, take it down."""
