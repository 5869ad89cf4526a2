"""One module a format: each turns a document's text into the stories it names, and judges none of them."""
