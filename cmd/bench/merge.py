# What a coordinator's colleague would write instead of using duban merge: the rows of every sheet of every workbook, one below
# the other, with columns for file and sheet. It checks nothing and forgives nothing.
import pathlib
import sys

import pandas

folder, out = sys.argv[1:]
tables = []
for path in sorted(pathlib.Path(folder).rglob("*.xlsx")):
    for sheet, table in pandas.read_excel(path, sheet_name=None, header=None).items():
        tables.append(table.assign(file=path.name, sheet=sheet))
merged = pandas.concat(tables)
merged.to_excel(out, index=False)
print(len(merged), "rows")
