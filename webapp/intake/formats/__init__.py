"""One module per format: each turns a document's text into the stories it names, without judging them."""
