"""Maps of regions: made of an OpenStreetMap extract, listed and sent to phones.

A region is a file of the data folder and no row of the database: it is the same for everybody who
signs in, and whoever has the extract can build it again.
"""
