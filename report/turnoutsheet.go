package report

import (
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// turnoutSheet puts the registers of all periods so far side by side, with each bureau's rates. It is nil for the first period.
func (k *consolidated) turnoutSheet(hist *History) *sheet.Sheet {
	registers := k.registersUpTo(hist)
	if len(registers) < 2 {
		k.noPast = append(k.noPast, k.c.T("tab.turnout"))
		return nil
	}
	all := BuildTurnout(registers)
	fields := []field{{key: workbook.ColBureau, width: 19}, {key: workbook.ColCategory, width: 12}}
	first := len(fields) + 1
	for i := range registers {
		fields = append(fields, field{key: turnoutKey(i), width: 12, align: sheet.AlignCenter})
	}
	last := len(fields)
	for _, key := range []string{"asked", "received", "on-time"} {
		fields = append(fields, field{key: key, width: 8, format: sheet.Integer, align: sheet.AlignCenter})
	}
	for _, key := range []string{"rate", "punctuality"} {
		fields = append(fields, field{key: key, width: 11, format: sheet.Points, align: sheet.AlignCenter})
	}
	t := k.newTable("turnout", tableHeadRow, fields)
	for i, r := range registers {
		t.s.Cell(sheet.At(tableHeadRow, first+i)).Value = sheet.Str(k.period(r.Period))
	}
	count := func(cells string, o Outcome) string { return "COUNTIF(" + cells + "," + inQuotes(k.outcome(o)) + ")" }
	for _, row := range all.Rows {
		t.next(sheet.Body)
		t.put(workbook.ColBureau, sheet.Str(row.Bureau.Name))
		t.put(workbook.ColCategory, sheet.Str(k.category(row.Bureau.Category)))
		for i, o := range row.Outcomes {
			c := t.put(turnoutKey(i), sheet.Str(k.outcome(o)))
			c.Role = outcomeRole(o)
		}
		cells := sheet.Rect(t.row, first, t.row, last).Abs()
		t.compute("asked", "COLUMNS("+cells+")-"+count(cells, Exempt)+"-"+count(cells, NotAsked), sheet.Int(row.Expected()))
		t.compute("received", t.ref("asked")+"-"+count(cells, Missing), sheet.Int(row.Received()))
		t.compute("on-time", count(cells, OnTime), sheet.Int(row.Count(OnTime)))
		t.compute("rate", percentOf(t.ref("received"), t.ref("asked")), percentCell(row.Rate()))
		t.compute("punctuality", percentOf(t.ref("on-time"), t.ref("asked")), percentCell(row.Punctuality()))
	}
	if t.empty() {
		return nil
	}
	lastRow := t.row
	for _, key := range []string{"rate", "punctuality"} {
		t.next(sheet.Total)
		t.put(workbook.ColBureau, sheet.Str(k.heading(key)))
		for i, r := range registers {
			cells := t.inner(turnoutKey(i), lastRow)
			asked := "(ROWS(" + cells + ")-" + count(cells, Exempt) + "-" + count(cells, NotAsked) + ")"
			c := t.compute(turnoutKey(i), percentOf(asked+"-"+count(cells, Missing), asked), percentCell(r.Rate()))
			if key == "punctuality" {
				c.Formula, c.Value = percentOf(count(cells, OnTime), asked), percentCell(r.Punctuality())
			}
			c.Format = sheet.Points
		}
	}
	s := k.finish(t)
	s.Layout.Filter = sheet.Rect(tableHeadRow, 1, lastRow, len(fields))
	return s
}

func turnoutKey(i int) string { return "register-" + strconv.Itoa(i) }

// registersUpTo lists the registers of the periods of the same kind up to this one, in order of time; nil if this one has none.
func (k *consolidated) registersUpTo(hist *History) []*Register {
	var out []*Register
	if k.l.Register == nil {
		return nil
	}
	for _, l := range earlier(hist, k.l.Period) {
		if l.Register != nil {
			out = append(out, l.Register)
		}
	}
	return append(out, k.l.Register)
}

// percentOf gives the formula of a share in per cent with one decimal; a dash if there is nothing to divide by.
func percentOf(part, of string) string {
	return "IF(" + of + "=0,\"—\",ROUND(100*(" + part + ")/" + of + ",1))"
}

func percentCell(a workbook.Amount) sheet.Value {
	if !a.Known {
		return sheet.Str("—")
	}
	return sheet.Num(round1(a.V * 100))
}
