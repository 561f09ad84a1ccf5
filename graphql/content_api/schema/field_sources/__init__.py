"""What each field of an object type means: where its value comes from, as data.

kinds.py names the kinds of source, table.py works out the source of every field from the declarations, resolvers.py
makes Graphene's resolvers of them, and columns.py says which columns of each model an operation reads.
"""
