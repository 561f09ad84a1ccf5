"""Search behind the gate: the provider of the slot matches texts, and the database says which matches the caller sees.

Every count, facet, order and page is made of rows that passed the gate and the filters, whatever a provider answers and
however old its index is.
"""
