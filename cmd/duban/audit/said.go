package audit

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"duban/cmd/duban/round"
	"duban/workbook"
	"duban/workbook/sheet"
)

// How many differing cells are named one by one, and how many are given to programs: a file with more differences is simply another
// file.
const (
	mostCells = 10
	mostTold  = 1000
)

// say reports the state of a file and, if it is not in order, the cells that differ.
func (a *reportPass) say(m made, state, reason string) {
	key := "audit." + state
	if state == StateEdited && m.copied {
		key = "audit.copy-differs"
	}
	a.line(key, "kept", m.rec.Path, "path", a.ws.Rel(m.path), "asof", m.rec.AsOf, "day", m.rec.Received, "receipt", m.rec.ID(),
		"n", m.diff.N, "later", m.later, "by", a.byText(m.rec), "reason", reason, "how", m.how, "paper", m.paper, "opaque", m.opaque,
		"of", a.ws.Rel(a.wroteAs(m.stands, m.path)))
	if InOrder(state) || m.opaque || state == StateMisplaced {
		return // what this build writes differently is no fault of the file, and an unreadable file has no cells
	}
	for _, d := range m.diff.Listed[:min(len(m.diff.Listed), mostCells)] {
		stands, gives := a.voice.Contrast(a.cellText(&d.A), a.cellText(&d.B))
		if m.paper {
			a.line("audit.text-line", "row", d.Ref.Row, "col", d.Ref.Col, "stands", stands, "gives", gives)
		} else {
			a.line("audit.cell", "sheet", d.Sheet, "cell", cellName(d), "stands", stands, "gives", gives)
		}
	}
	if m.diff.N > mostCells {
		a.line("audit.more-cells", "n", m.diff.N-mostCells, "listed", mostTold, "beyond", m.diff.N > mostTold)
	}
}

// sayTogether reports the files of which one command makes many: those that agree, and for each command those that are missing.
func (a *reportPass) sayTogether() {
	for _, all := range byCommand(a.same) {
		m := all[0]
		a.line("audit.same", "path", a.filesText(all), "asof", m.rec.AsOf, "later", m.later)
	}
	for _, why := range slices.SortedFunc(maps.Keys(a.unmade), unmadeFor.compare) {
		a.line("audit.unmade", "path", a.filesText(a.unmade[why]), "reason", why.reason, "hashed", why.hashed, "asmade", why.asMade)
	}
	for _, all := range byCommand(a.unrecorded) {
		if len(all) == 1 {
			a.say(all[0], StateUnrecorded, "")
			continue
		}
		a.line("audit.unrecorded", "path", a.filesText(all), "how", all[0].how, "n", 0)
	}
	uncompared := a.uncompared
	a.uncompared = nil
	for _, m := range uncompared {
		if !alikeAgree(m, a.same, uncompared) {
			a.uncompared = append(a.uncompared, m)
			continue
		}
		a.Wrong++
		m.entry["state"] = StateEdited
		a.say(m, StateEdited, "")
	}
	for _, all := range byCommand(a.uncompared) {
		m := all[0]
		a.line("audit.uncompared", "path", a.filesText(all), "by", a.byText(m.rec), "how", m.how, "early", m.early)
		for _, m := range all {
			a.sayFigures(m)
		}
	}
	for _, all := range byCommand(a.gone) {
		m := all[0]
		a.line("audit.missing", "path", a.filesText(all), "how", m.how, "changed", m.later > 0 || m.rec.PlanSHA256 != a.Whole.SHA256)
	}
}

// unmadeFor groups files by why they cannot be made again, whether a hash of them was kept, and whether they have it.
type unmadeFor struct {
	reason         string
	hashed, asMade bool
}

func (u unmadeFor) compare(v unmadeFor) int {
	rank := func(u unmadeFor) int { // changed files come first
		switch {
		case u.hashed && !u.asMade:
			return 0
		case u.hashed:
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(u), rank(v)), strings.Compare(u.reason, v.reason))
}

// unmadeText says what the archive lacks.
func (a *reportPass) unmadeText(err error) string {
	if errors.Is(err, round.ErrPlanGone) {
		return a.voice.Words.T("audit.plan-gone")
	}
	return a.voice.Explain(err)
}

// cellText gives a cell's content in words; if formulas differ, both the formula and the value.
func (a *pass) cellText(c *sheet.Cell) string {
	if c.Formula == "" {
		return workbook.CellText(c)
	}
	return a.voice.Words.T("audit.formula", "value", workbook.CellText(c), "formula", c.Formula)
}

// cellName names the cell that differs; empty if a whole sheet does.
func cellName(d sheet.Difference) string {
	if d.Ref == (sheet.Ref{}) {
		return ""
	}
	return d.Ref.String()
}

// byCommand groups files by the command that makes them, in the order of their first file.
func byCommand(files []made) (out [][]made) {
	at := map[string]int{}
	for _, m := range files {
		i, ok := at[m.how]
		if !ok {
			i, at[m.how] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], m)
	}
	return out
}

// filesText names files; of many it names the first ones and gives the number.
func (a *reportPass) filesText(files []made) string {
	paths := make([]string, len(files))
	for i, m := range files {
		paths[i] = a.ws.Rel(m.path)
	}
	return a.pathsText(paths)
}

// pathsText names files by their paths; of many it names the first ones and gives the number.
func (a *pass) pathsText(paths []string) string { return a.firstText(paths, "audit.and-more") }

// firstText joins names; more is the catalogue's key for the case that there are too many.
func (a *pass) firstText(names []string, more string) string {
	first := strings.Join(names[:min(len(names), mostNamed)], a.voice.Words.T("report.join"))
	if len(names) <= mostNamed {
		return first
	}
	return a.voice.Words.T(more, "names", first, "n", len(names))
}

// mostNamed is how many files or receipts are named in a line; --json has them all.
const mostNamed = 6
