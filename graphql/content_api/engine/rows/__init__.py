"""Root fields whose answers are assembled from tuples of columns, without model instances (tier T1).

leaves.py and relations.py say what of a selection can be read like this, selections.py plans it once for a document,
levels.py reads and assembles, and executor.py answers a root field with it or leaves the field to graphql-core's way.
"""
