"""The registry measured at the size it must carry: `make bench` writes docs/figures.

Only acts write, except here: a thousand firms told by acts, every document printed and signed, would take hours. What
acts do quickly they do; the rest is rows, made by the product's own functions wherever it has one, with Steps in their
chain. `verify_history` reads all of it before anything is measured.
"""
