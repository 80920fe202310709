package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/text"

	"duban/report"
	"duban/validate"
	"duban/workbook"
)

// findingText gives a finding's message and hint in words.
func (s *session) findingText(f *validate.Finding) (message, hint string) {
	return report.FindingText(f, s.Plan, s.Checker, s.words)
}

// printFindings lists findings by file, errors first within a file; the same point in many cells takes one line.
func (o *output) printFindings() {
	if len(o.findings) == 0 {
		return
	}
	w := o.s.out
	say := func(f *validate.Finding) string {
		message, _ := o.s.findingText(f)
		return message
	}
	groups := validate.Group(o.findings, say)
	files := filesAlike(groups, say)
	lister := newFindingLister(o.s, groups)
	file, first := "", true
	for i := range groups {
		f := &groups[i].Finding
		if f.Severity == workbook.Info && o.s.quiet {
			continue
		}
		if first || f.Place.File != file {
			named, ok := files[f.Place.File]
			if ok && named == nil {
				continue // named together with the first of its kind
			}
			if !first {
				fmt.Fprintln(w)
			}
			file, first = f.Place.File, false
			for _, name := range append([]string{file}, named...) {
				fmt.Fprintln(w, o.s.paint(text.Bold, name))
			}
			clear(lister.hinted)
		}
		lister.print(&groups[i])
	}
	errors, warnings, infos := countFindings(o.findings)
	fmt.Fprintln(w)
	fmt.Fprintln(w, o.s.words.T("out.findings", "errors", errors, "warnings", warnings, "infos", infos))
}

// findingLister prints findings as lines. Of an Info with many findings only the first is printed; errors and warnings are printed
// one by one.
type findingLister struct {
	s *session
	// alike counts the findings of each kind; told holds the kinds that were printed once for all.
	alike map[string]int
	told  map[string]bool
	// hinted holds the hints that were printed under the current file.
	hinted map[string]bool
}

func newFindingLister(s *session, groups []validate.Grouped) *findingLister {
	l := &findingLister{s, map[string]int{}, map[string]bool{}, map[string]bool{}}
	for i := range groups {
		l.alike[kindOfRemark(&groups[i].Finding)] += groups[i].Number()
	}
	return l
}

func (l *findingLister) print(g *validate.Grouped) {
	f := &g.Finding
	message, hint := l.s.findingText(f)
	if kind := kindOfRemark(f); f.Severity == workbook.Info && l.alike[kind] > manyRemarks {
		if l.told[kind] {
			return
		}
		l.told[kind] = true
		plain := *f
		plain.Further = nil // counted here
		message, _ = l.s.findingText(&plain)
		message = l.s.words.T("out.alike", "message", message, "n", l.alike[kind])
	}
	at := f.Place.Sheet
	if g.Cells != "" {
		at += "!" + l.s.words.Listing(g.Cells)
	}
	fmt.Fprintf(l.s.out, "  %s %s  %s\n", l.s.severityMark(f), at, message)
	if f.Waived || f.Answered {
		// A waived finding needs no advice, but its reason.
		hint = l.s.words.T("out.reason", "reason", f.Reason, "approver", f.Approver)
	}
	if hint != "" && !l.hinted[hint] && f.Severity != workbook.Info {
		l.hinted[hint] = true
		fmt.Fprintf(l.s.out, "      → %s\n", hint)
	}
}

// filesAlike finds files with a single finding that is the same for several files. It maps the first file of each group to the
// others, and these to nil: forty files that are no workbooks give one message with forty names.
func filesAlike(groups []validate.Grouped, say func(*validate.Finding) string) map[string][]string {
	points := map[string]int{}
	for i := range groups {
		points[groups[i].Place.File]++
	}
	first, out := map[string]string{}, map[string][]string{}
	for i := range groups {
		f := &groups[i].Finding
		if points[f.Place.File] > 1 || f.Severity != workbook.Problem || f.Place.Cell() != "" {
			continue
		}
		key := f.Code + "\x00" + f.Place.Sheet + "\x00" + say(f)
		if name, ok := first[key]; ok {
			out[name], out[f.Place.File] = append(out[name], f.Place.File), nil
			continue
		}
		first[key] = f.Place.File
	}
	return out
}

// manyRemarks is how many remarks of one kind are printed one by one.
const manyRemarks = 3

func kindOfRemark(f *validate.Finding) string {
	return f.Place.File + "\x00" + f.Place.Sheet + "\x00" + f.Code
}

func countFindings(fs []validate.Finding) (errors, warnings, infos int) {
	for i := range fs {
		switch f := &fs[i]; {
		case !f.Counts():
			infos += f.Number()
		case f.Severity == workbook.Problem:
			errors += f.Number()
		default:
			warnings += f.Number()
		}
	}
	return
}

func (s *session) severityMark(f *validate.Finding) string {
	word := s.words.T("severity." + f.Severity.String())
	switch {
	case f.Waived:
		word = s.words.T("severity.waived")
	case f.Answered:
		word = s.words.T("severity.answered")
	case f.Severity == workbook.Problem:
		return s.paint(text.FgRed, word)
	case f.Severity == workbook.Warning:
		return s.paint(text.FgYellow, word)
	}
	return s.paint(text.FgHiBlack, word)
}
