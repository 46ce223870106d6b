"""The pack: what an assessment says as a document, in PDF, Word, Excel and HTML, and the blank sheets."""
