"""Turns PDF, DOCX, HTML and Markdown files into the lines and tables that `knowledge.readers` understand."""
