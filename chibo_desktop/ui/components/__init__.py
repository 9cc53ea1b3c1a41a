"""The parts that pages are made of. One module for each; a page takes what it needs from there."""
