"""Beginning a brand: what is asked, what is wrong with an answer, what is written. It writes nothing.

The terminal (`sportello init`) and the pages of `sportello setup` are two thin ways into this.
"""
