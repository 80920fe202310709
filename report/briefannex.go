package report

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/document"
)

// annexTable is a table of a brief's annex.
type annexTable struct {
	id, title, note string
	table           document.Table
}

// annexes lays out the tables of the annex and leaves out those without rows. It runs before the text, which refers to them by number.
func (b *briefer) annexes() {
	if b.sum.Tasks == 0 {
		return
	}
	b.areaAnnex()
	b.bureauAnnex()
	b.matterAnnex()
	b.rowAnnex()
	b.problemAnnex()
	b.indicatorAnnex()
	b.statusAnnex()
}

func (b *briefer) addAnnex(id, note string, columns []document.Column, rows []document.Row) {
	if len(rows) == 0 {
		return
	}
	b.annex = append(b.annex, annexTable{id, b.t(id), note, document.Table{Columns: columns, Rows: rows}})
}

// annexOf gives the number of an annex, counted from 1; 0 if it was left out.
func (b *briefer) annexOf(id string) int {
	for i, a := range b.annex {
		if a.id == id {
			return i + 1
		}
	}
	return 0
}

func (b *briefer) column(id string, width int, align document.Align) document.Column {
	heading := b.cat.T("briefcol." + id)
	return document.Column{Heading: heading, Width: max(width, headingRoom(heading)), Align: align}
}

// headingRoom gives the least width at which a column's heading breaks between words only. A Chinese word of up to four characters,
// such as 区域最优, is not broken either.
func headingRoom(heading string) int {
	const letter, han, edge = 1.3, 2.4, 1.5
	widest := 0.0
	for _, word := range strings.Fields(heading) {
		n := utf8.RuneCountInString(word)
		switch {
		case n == len(word):
			widest = max(widest, float64(n)*letter)
		case n <= 4:
			widest = max(widest, float64(n)*han)
		}
	}
	return int(math.Ceil(widest + edge))
}

func (b *briefer) tallyColumns() []document.Column {
	var out []document.Column
	for _, id := range []string{"tasks", "done", "behind", "overdue", "mean", "expected", "gap"} {
		out = append(out, b.column(id, 7, document.Center))
	}
	return out
}

func tallyCells(t Tally) []string {
	done, due, gap := meanCells(t)
	return []string{number(float64(t.Tasks)), number(float64(t.Classes[ClassDone])), number(float64(t.Classes[ClassBehind])),
		number(float64(t.Classes[ClassOverdue])), done.String(), due.String(), gap.String()}
}

func (b *briefer) areaAnnex() {
	columns := append([]document.Column{b.column("area", 20, document.Left)}, b.tallyColumns()...)
	var rows []document.Row
	for _, a := range b.l.byArea() {
		rows = append(rows, document.Row{Cells: append([]string{b.area(a.Area)}, tallyCells(a.Tally)...)})
	}
	if len(rows) > 0 {
		rows = append(rows, document.Row{Strong: true, Cells: append([]string{b.cat.T("report.total")}, tallyCells(b.sum)...)})
	}
	b.addAnnex("annex-areas", "", columns, rows)
}

// bureauAnnex lists the bureaus by category and rank, with the change of rank since the period before.
func (b *briefer) bureauAnnex() {
	columns := append([]document.Column{b.column("rank", 7, document.Center), b.column("bureau", 18, document.Left)}, b.tallyColumns()...)
	before := map[string]int{}
	if b.before != nil {
		columns = append(columns, b.column("change", 8, document.Center))
		for _, s := range b.before.byBureau() {
			before[s.Bureau.CodeNow()] = s.Rank
		}
	}
	columns = append(columns, b.column("outcome", 14, document.Center))
	outcomes := map[*workbook.Bureau]string{}
	if b.l.Register != nil {
		for _, r := range b.l.Register.Rows {
			outcomes[r.Bureau] = r.InWords(b.cat)
		}
	}
	var rows []document.Row
	last := "\x00"
	for _, s := range b.l.bureauOrder() {
		if s.Tasks == 0 {
			continue
		}
		if name := b.category(s.Bureau.Category); name != last {
			rows = append(rows, document.Row{Strong: true, Cells: []string{name}})
			last = name
		}
		rank, change := "—", "—"
		if s.Rank > 0 {
			rank = number(float64(s.Rank))
			if was := before[s.Bureau.CodeNow()]; was > 0 {
				change = b.words.moved(was - s.Rank)
			}
		}
		cells := append([]string{rank, s.Bureau.Name}, tallyCells(s.Tally)...)
		if b.before != nil {
			cells = append(cells, change)
		}
		rows = append(rows, document.Row{Cells: append(cells, outcomes[s.Bureau])})
	}
	b.addAnnex("annex-bureaus", b.t("annex-note"), columns, rows)
}

func (b *briefer) matterAnnex() {
	columns := []document.Column{b.column("number", 10, document.Center), b.column("title", 32, document.Left), b.column("act", 20, document.Left),
		b.column("due", 14, document.Center), b.column("state", 24, document.Left)}
	var rows []document.Row
	for _, m := range b.matters {
		if m.Task.StatusOnly {
			continue // statusAnnex lists these
		}
		due, state := "", ""
		switch {
		case m.Urgency == PastDue:
			due, state = m.Due.String(), b.cat.T("briefcol.overdue-state", "n", int(b.l.AsOf-m.Due))
		case m.Class == ClassBehind:
			due, state = m.Due.String(), b.cat.T("briefcol.behind-state", "light", b.light(m.Light), "gap", pointsText(round1(-m.Gap.V)))
		case m.Urgency == Unverified:
			due, state = m.Due.String(), b.cat.T("briefcol.unverified-state", "reported", b.reported(m.TaskLine), "verified", Counted(m.Completion.Done, m.Task))
		default:
			due, state = m.Due.String(), b.cat.T("briefcol.soon-state", "n", int(m.Due-b.l.AsOf))
		}
		rows = append(rows, document.Row{Cells: []string{m.Task.ID, m.Task.Title, b.actors(m.Act, namesShown), due, state}})
	}
	b.addAnnex("annex-matters", "", columns, rows)
}

func (b *briefer) rowAnnex() {
	columns := []document.Column{b.column("number", 13, document.Center), b.column("row", 43, document.Left), b.column("act", 24, document.Left),
		b.column("due", 14, document.Center), b.column("days", 12, document.Center)}
	var rows []document.Row
	for _, r := range b.l.overdueRows() {
		rows = append(rows, document.Row{Cells: []string{r.Task.Task.ID + "/" + r.ID, r.Title, b.actors(r.Act, namesShown), r.Due.String(), number(float64(r.DaysLate))}})
	}
	b.addAnnex("annex-rows", "", columns, rows)
}

// problemAnnex lists the open problems if the text has no room for all of them.
func (b *briefer) problemAnnex() {
	problems := b.l.openProblems()
	if len(problems) <= b.shown() {
		return
	}
	columns := []document.Column{b.column("bureau", 13, document.Left), b.column("number", 10, document.Center), b.column("problem", 33, document.Left),
		b.column("stuck", 14, document.Left), b.column("needed", 16, document.Left), b.column(workbook.ColSettleBy, 14, document.Center)}
	var rows []document.Row
	for _, p := range problems {
		rows = append(rows, document.Row{Cells: []string{b.raiser(p), p.Task, p.Text, p.Stuck, b.needed(p), p.Due.String()}})
	}
	b.addAnnex("annex-problems", "", columns, rows)
}

func (b *briefer) indicatorAnnex() {
	all := b.watched()
	interim := slices.ContainsFunc(all, func(w watched) bool { return w.by != nil })
	columns := []document.Column{b.column("name", 34, document.Left), b.column("unit", 10, document.Center), b.column("plan", 12, document.Right)}
	if interim {
		columns[0].Width = 28
		columns = append(columns, b.column("interim", 27, document.Right)) // a figure and its day stand on one line
	}
	for _, id := range []string{"now", "last-year", "best"} {
		columns = append(columns, b.column(id, 12, document.Right))
	}
	figure := func(a workbook.Amount) string {
		if !a.Known {
			return "—"
		}
		return number(a.V)
	}
	var rows []document.Row
	for _, w := range all {
		cells := []string{b.watchedTitle(w), w.Unit, figure(w.Planned)}
		switch {
		case w.by != nil:
			cells = append(cells, b.t("interim", "value", figure(w.planned), "by", w.by.By()))
		case interim:
			cells = append(cells, "—")
		}
		rows = append(rows, document.Row{Cells: append(cells, figure(w.now), figure(w.LastYear), figure(w.Best))})
	}
	b.addAnnex("annex-indicators", "", columns, rows)
}

// statusAnnex lists the status-only tasks (仅报状态) with everything that may be shown of them.
func (b *briefer) statusAnnex() {
	columns := []document.Column{b.column("number", 12, document.Center), b.column("title", 40, document.Left), b.column("bureau", 28, document.Left), b.column("state", 24, document.Left)}
	var rows []document.Row
	for _, tl := range b.l.Tasks {
		if !tl.Task.StatusOnly || !tl.Task.Reports() {
			continue
		}
		var who []*workbook.Bureau
		for _, line := range tl.Lines {
			if line.answers() {
				who = append(who, line.Bureau)
			}
		}
		rows = append(rows, document.Row{Cells: []string{tl.Task.ID, tl.Task.Title, b.actors(who, namesShown), b.statusOf(tl)}})
	}
	b.addAnnex("annex-status", "", columns, rows)
}
