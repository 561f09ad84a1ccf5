"""Counts of the values that the filters of a list accept, in one statement for all facets that are asked for.

plan.py says which facets are counted over which rows, counting.py writes the SQL of one facet, statement.py that of
all, results.py makes answers of its rows.
"""
