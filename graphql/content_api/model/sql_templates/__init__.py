"""SQL text that is compiled once and executed with new values: see store.py, which says when that is sound.

slots.py has the values that stand for others while a statement is compiled, gates.py what the rules of a gate depend
on, template.py compiles and executes, instances.py makes rows of answers, store.py keeps the templates.
"""
