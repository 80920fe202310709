package report

import (
	"cmp"
	"slices"
	"strconv"

	"duban/workbook"
	"duban/workbook/sheet"
)

// chartHigh is the number of rows that a chart covers. The vertical names of bureaus below a chart need namesHigh more.
const (
	chartHigh = 10
	namesHigh = 2
)

// charts draws completion against expectation by area and, beside it, the trend over the periods; in the first period, the classes.
func (p *page) charts() {
	if p.areaAll == 0 {
		return
	}
	const half = overviewCols / 2
	// The chart grows with the number of areas, so that the bars keep their width.
	last := p.row + max(chartHigh, 5+len(p.areaSums)) - 1
	for r := p.row; r <= last; r++ {
		p.s.SetHeight(r, overviewRow)
	}
	t := p.areas
	rows := t.head + len(p.areaSums)
	pace := sheet.Chart{
		Type: sheet.BarChart, Title: p.c.T("report.chart-pace"), At: sheet.At(p.row, 1), To: sheet.At(last, half), AxisMax: 100,
	}
	for _, s := range []struct {
		key  string
		role sheet.Role
	}{{colMeanDone, sheet.LightBlue}, {colMeanDue, sheet.Muted}} {
		pace.Series = append(pace.Series, sheet.Series{
			Name: p.outerHead(t, t.at[s.key]), Categories: p.rows(t, t.at[workbook.ColArea], rows), Values: p.rows(t, t.at[s.key], rows), Role: s.role,
		})
	}
	beside := p.doughnut()
	if p.trend != nil {
		beside = p.trendChart()
	}
	beside.At, beside.To, beside.AxisUnit = sheet.At(p.row, half+1), sheet.At(last, overviewCols), ""
	p.s.Layout.Charts = append(p.s.Layout.Charts, pace, beside)
	p.gap(last + 1)
}

// doughnut charts the table of classes.
func (p *page) doughnut() sheet.Chart {
	name := sheet.QuoteName(p.s.Name)
	first := p.classRow
	last := first + len(Classes()) - 1
	return sheet.Chart{
		Type: sheet.DoughnutChart, Title: p.c.T("report.chart-classes"),
		Series: []sheet.Series{{
			Name:       name + "!" + sheet.At(first-1, 4).Abs(),
			Categories: name + "!" + sheet.Rect(first, 1, last, 1).Abs(),
			Values:     name + "!" + sheet.Rect(first, 4, last, 4).Abs(),
			Points:     p.classPoints(),
		}},
	}
}

// classPoints gives the colours of the classes, in their order: those of the lights that they bring.
func (p *page) classPoints() []sheet.Role {
	return []sheet.Role{
		sheet.Title, p.lightRole(workbook.Blue), p.lightRole(workbook.Green), p.lightRole(workbook.Yellow), p.lightRole(workbook.Red), sheet.Muted, sheet.HeadingCheck,
	}
}

// chartBureaus is the most bureaus that the page's chart can name.
const chartBureaus = 50

// bureauLights charts the lights of the bureaus as stacked columns, in the order of litBureaus.
func (p *page) bureauLights() {
	lit := p.litBureaus()
	if len(lit) == 0 {
		return
	}
	t := p.bureaus
	title := p.c.T("report.chart-bureau-lights")
	if len(lit) > chartBureaus {
		title = p.c.T("report.chart-most-lights", "red", p.lightName(workbook.Red), "yellow", p.lightName(workbook.Yellow), "n", chartBureaus, "of", len(lit))
		lit = lit[:chartBureaus]
	}
	p.charted = lit
	last := p.row + chartHigh + namesHigh - 1
	for r := p.row; r <= last; r++ {
		p.s.SetHeight(r, overviewRow)
	}
	ch := sheet.Chart{Type: sheet.StackedColumnChart, Title: title, At: sheet.At(p.row, 1), To: sheet.At(last, overviewCols)}
	for _, l := range lights() {
		ch.Series = append(ch.Series, sheet.Series{
			Name:       p.outerHead(t, t.at[lightPrefix+lightKey(l)]),
			Categories: p.rows(t, t.at[chartPrefix+workbook.ColBureau], t.head+len(lit)), Values: p.rows(t, t.at[chartPrefix+lightKey(l)], t.head+len(lit)), Role: p.lightRole(l),
		})
	}
	longest := 0
	for _, b := range lit {
		longest = max(longest, b.lit())
	}
	ch.AxisStep = lightStep(longest)
	p.s.Layout.Charts = append(p.s.Layout.Charts, ch)
	p.gap(last + 1)
}

// chartBureau fills in what the chart shows of a bureau: the hidden columns of the current row, which may be another bureau's.
func (k *consolidated) chartBureau(t *table, s *BureauSum) {
	from := k.sumRow[s]
	name := "$" + sheet.At(from, t.at[workbook.ColBureau]).String()
	t.compute(chartPrefix+workbook.ColBureau, "IF(LEN("+name+")>"+strconv.Itoa(axisName)+",LEFT("+name+","+strconv.Itoa(axisName-1)+")&\"…\","+name+")", sheet.Str(onAxis(s.Bureau.Name)))
	for _, l := range lights() {
		t.compute(chartPrefix+lightKey(l), "$"+sheet.At(from, t.at[lightPrefix+lightKey(l)]).String(), sheet.Int(s.Lights[l]))
	}
}

// axisName is the most characters of a name below a column; more would leave the columns no room.
const axisName = 9

// onAxis cuts a name to axisName characters, with an ellipsis as the last.
func onAxis(name string) string {
	if r := []rune(name); len(r) > axisName {
		return string(r[:axisName-1]) + "…"
	}
	return name
}

// litBureaus lists the bureaus with a task that shows a light, by the number of red ones, then of yellow ones, then of tasks, the most
// first.
func (p *page) litBureaus() []*BureauSum {
	var out []*BureauSum
	for _, s := range p.sums {
		if s.lit() > 0 {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *BureauSum) int {
		return cmp.Or(b.Lights[workbook.Red]-a.Lights[workbook.Red], b.Lights[workbook.Yellow]-a.Lights[workbook.Yellow], b.Tasks-a.Tasks)
	})
	return out
}
