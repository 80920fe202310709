package report

import (
	"sort"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// chartRows is the number of rows that a chart below a table covers.
const chartRows = 16

// trendSheet has a row for this period and each earlier one, with a chart. It is nil if there is no earlier period or this one has no
// tasks.
func (k *consolidated) trendSheet(hist *History) *sheet.Sheet {
	past := earlier(hist, k.l.Period)
	if len(past) == 0 {
		k.noPast = append(k.noPast, k.c.T("tab.trend"))
		return nil
	}
	if k.areaAll == 0 {
		k.leftOut = append(k.leftOut, k.c.T("tab.trend"))
		return nil
	}
	t := k.newTable("trend", tableHeadRow, []field{
		{key: workbook.ColPeriod, width: 14}, {key: colTasks, width: 10, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "done", width: 10, format: sheet.Integer, align: sheet.AlignCenter}, {key: "overdue", width: 10, format: sheet.Integer, align: sheet.AlignCenter},
		{key: colMeanDone, width: 14, format: sheet.Points, align: sheet.AlignCenter}, {key: colMeanDue, width: 12, format: sheet.Points, align: sheet.AlignCenter},
		{key: colMeanGap, width: 14, format: sheet.Points, align: sheet.AlignCenter}, {key: "asked", width: 10, format: sheet.Integer, align: sheet.AlignCenter},
		{key: "on-time", width: 10, format: sheet.Integer, align: sheet.AlignCenter}, {key: "received", width: 10, format: sheet.Integer, align: sheet.AlignCenter},
	})
	registers := map[calendar.Period]*Register{}
	for _, r := range hist.Registers {
		registers[r.Period] = r
	}
	registers[k.l.Period] = k.l.Register
	for _, l := range append(past, k.l) {
		t.next(sheet.Body)
		sum := l.overall()
		done, due, gap := meanCells(sum)
		t.put(workbook.ColPeriod, sheet.Str(k.period(l.Period)))
		set := func(key, from string, v sheet.Value) {
			c := t.put(key, v)
			if l == k.l {
				c.Formula = k.areas.outer(from, k.areaAll)
			}
		}
		set(colTasks, colTasks, sheet.Int(sum.Tasks))
		set("done", classPrefix+ClassDone.Key(), sheet.Int(sum.Classes[ClassDone]))
		set("overdue", classPrefix+ClassOverdue.Key(), sheet.Int(sum.Classes[ClassOverdue]))
		set(colMeanDone, colMeanDone, done)
		set(colMeanDue, colMeanDue, due)
		set(colMeanGap, colMeanGap, gap)
		if r := registers[l.Period]; r != nil {
			t.put("asked", sheet.Int(r.Expected()))
			t.put("on-time", sheet.Int(r.Count(OnTime)))
			t.put("received", sheet.Int(r.Received()))
		}
	}
	k.trend = t
	ch := k.trendChart()
	ch.At, ch.To = sheet.At(t.row+2, 1), sheet.At(t.row+1+chartRows, len(t.fields))
	t.s.Layout.Charts = append(t.s.Layout.Charts, ch)
	s := k.finish(t)
	s.Layout.Print.Area = sheet.Rect(1, 1, ch.To.Row, len(t.fields))
	return s
}

// trendChart draws mean completion and expectation over the periods.
func (k *consolidated) trendChart() sheet.Chart {
	t := k.trend
	ch := sheet.Chart{Type: sheet.LineChart, Title: k.c.T("report.chart-trend"), AxisMax: 100, AxisUnit: "%", Labels: true}
	for _, s := range []struct {
		key  string
		role sheet.Role
	}{{colMeanDone, sheet.LightBlue}, {colMeanDue, sheet.Muted}} {
		ch.Series = append(ch.Series, sheet.Series{
			Name: k.outerHead(t, t.at[s.key]), Categories: t.span(workbook.ColPeriod), Values: t.span(s.key), Role: s.role,
		})
	}
	return ch
}

// earlier lists the ledgers of periods of the same kind before p, in order of time; hist may be nil.
func earlier(hist *History, p calendar.Period) []*Ledger {
	var out []*Ledger
	if hist == nil {
		return nil
	}
	for _, l := range hist.Ledgers {
		if l.Period.Kind() == p.Kind() && l.Period.Compare(p) < 0 {
			out = append(out, l)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Period.Compare(out[j].Period) < 0 })
	return out
}
