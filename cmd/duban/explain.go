package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/report/score"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

func (a *app) explainCmd() *cobra.Command {
	return &cobra.Command{
		Use: a.words.T("use.explain"), Short: a.words.T("cmd.explain"), Long: a.words.T("cmd.explain-long"), Args: a.args(1, 2),
		Example: a.words.T("sample.explain"),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := a.open(false)
			if err != nil {
				return err
			}
			defer s.close()
			switch {
			case len(args) == 2:
				return s.explainCell(args[0], args[1])
			case s.Plan.Directory.Bureau(args[0]) != nil:
				return s.explainBureau(args[0])
			}
			near := s.Plan.Directory.Suggest(args[0])
			if s.Plan.Task(args[0]) != nil || s.period != "" || !s.OpenRound().IsZero() {
				ledger, err := s.ledgerNow()
				if err != nil || s.explainTask(ledger, args[0]) || s.explainProblem(ledger, args[0]) {
					return err
				}
				last, err := s.lastWith(args[0])
				if err != nil {
					return err
				}
				if !last.IsZero() {
					return s.usage("usage.explain-gone", "what", args[0], "period", last.String())
				}
				if near == "" {
					near = nearestNumber(ledger, args[0])
				}
			}
			if isFile(args[0]) {
				return s.explainCell(args[0], "")
			}
			return s.usage("usage.explain", "what", args[0], "near", near)
		},
	}
}

// explainBureau prints how the score of a bureau came about: every item, every row of it, and the returned cell it rests on. name is
// a name of the bureau in the plan of the scores.
func (s *session) explainBureau(name string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	in, err := s.ScoreMaterial(span)
	if err != nil {
		return s.unsound(err)
	}
	b := cmp.Or(in.Plan.Directory.Sender(name), s.Whole.Directory.Bureau(name))
	scores := score.Compute(in)
	for _, bs := range scores.Bureaus {
		if bs.Bureau != b {
			continue
		}
		fmt.Fprintln(s.out, scores.TotalSentence(bs, s.words))
		if scores.Interim {
			fmt.Fprintln(s.out, s.words.T("score.interim", "span", span.String()))
		}
		if bs.Rank > 0 {
			fmt.Fprintln(s.out, s.words.T("explain.rank", "category", b.Category, "rank", bs.Rank, "grade", orDash(bs.Grade)))
		}
		if bs.Gate != "" {
			fmt.Fprintln(s.out, s.words.T("explain.gate", "gate", bs.Gate))
		}
		for i, section := range scores.Scheme.Sections {
			if v := bs.Sections[i]; !v.IsBlank() {
				fmt.Fprintln(s.out, s.words.T("explain.section", "section", section, "score", shortScore(v)))
			}
		}
		var grains []string
		for _, it := range bs.Items {
			given := "/"
			if it.Counts() {
				given = shortScore(it.Score)
			}
			fmt.Fprintln(s.out, s.words.T("explain.item", "item", it.Item.Label, "score", given, "rows", it.Rows))
			fmt.Fprintln(s.out, "    "+scores.ItemSentence(bs, it.Item, s.words))
			for _, grain := range append([]string{it.Item.Grain}, scores.Behind(it.Item)...) {
				if !slices.Contains(grains, grain) {
					grains = append(grains, grain)
				}
			}
		}
		for _, grain := range grains {
			s.explainRows(scores, b, grain)
		}
		return nil
	}
	fmt.Fprintln(s.out, s.words.T("explain.unscored", "bureau", b.Name))
	return nil
}

// shortScore writes a score with four decimals, like its sentence.
func shortScore(v sheet.Value) string {
	if v.Kind != sheet.Number {
		return v.String()
	}
	return formula.NumberText(formula.Round(v.Num, 4))
}

// explainRows prints for each of a bureau's rows the mark that it gave and where its figures were read.
func (s *session) explainRows(scores *score.Scores, b *workbook.Bureau, grain string) {
	for _, r := range scores.Rows[grain] {
		if r.Bureau != b {
			continue
		}
		what := scores.What(r, s.words)
		if what != "" {
			what += s.words.T("word.semicolon")
		}
		fmt.Fprintf(s.out, "  %s%s\n", what, scores.Sentence(r, s.words))
		for _, source := range scores.Sources(r, s.words) {
			fmt.Fprintln(s.out, "    "+source)
		}
	}
}

func (s *session) explainSource(src workbook.Source) {
	if src.Place().IsZero() {
		fmt.Fprintln(s.out, "    "+s.words.T("explain.no-source"))
		return
	}
	fmt.Fprintln(s.out, "    "+s.words.T("explain.source", "file", src.Place().File, "cell", src.Place().String(), "receipt", src.Receipt()))
}

// ledgerNow gives the ledger of the period asked for.
func (s *session) ledgerNow() (*report.Ledger, error) {
	p, err := s.roundAsked()
	if err != nil {
		return nil, err
	}
	rounds, err := s.Rounds(p)
	if err != nil {
		return nil, err
	}
	r := rounds[len(rounds)-1]
	return r.Ledger(s.AsOfDay(r)), nil
}

// lastWith gives the last round whose plan has a task that the plan of the round asked for no longer has; the zero period if none
// has.
func (s *session) lastWith(id string) (calendar.Period, error) {
	p, err := s.roundAsked()
	if err != nil {
		return calendar.Period{}, err
	}
	rounds, err := s.Rounds(p)
	if err != nil {
		return calendar.Period{}, err
	}
	for _, r := range slices.Backward(rounds) {
		if r.Plan.Task(id) != nil {
			return r.Period, nil
		}
	}
	return calendar.Period{}, nil
}

// nearestNumber gives the number of a task or problem that is most similar to a text.
func nearestNumber(ledger *report.Ledger, text string) string {
	var numbers []string
	for _, t := range ledger.Plan.Tasks {
		numbers = append(numbers, t.ID)
	}
	for _, p := range ledger.Now.Problems {
		numbers = append(numbers, p.ID)
	}
	return workbook.Nearest(text, numbers)
}

// explainProblem prints the state of a problem on the list and where it was read; false if there is none with that number.
func (s *session) explainProblem(ledger *report.Ledger, id string) bool {
	p := ledger.Now.ProblemNumbered(id)
	if p == nil {
		return false
	}
	bureau := p.Bureau
	if b := ledger.Plan.Directory.Bureau(p.Bureau); b != nil {
		bureau = b.Name
	}
	fmt.Fprintln(s.out, s.words.T("explain.problem", "problem", p.ID, "period", ledger.Period.String(), "bureau", bureau, "task", p.Task, "text", p.Text,
		"state", s.words.T("report."+ledger.Plan.ProblemState(p, ledger.Period)), "due", p.Due.String()))
	s.explainSource(p.Source)
	if p.Below != nil {
		s.explainChain(p.Below.Chain)
	}
	return true
}

// explainTask prints how a task stands at the end of a period, bureau by bureau, and where that was read; false if neither the plan
// nor a county's ledger has such a task.
func (s *session) explainTask(ledger *report.Ledger, id string) bool {
	t := ledger.Plan.Task(id)
	if t == nil {
		return false
	}
	for _, tl := range ledger.Tasks {
		if tl.Task != t {
			continue
		}
		class := s.words.T("class." + tl.Class.Key())
		if tl.Unverified() {
			class = s.words.T("light.unverified")
		}
		fmt.Fprintln(s.out, s.words.T("explain.task", "task", t.ID, "title", t.Title, "period", ledger.Period.String(), "ratio", percentOrDash(tl.Completion.Ratio),
			"expected", percentOrDash(tl.Expected), "class", class, "due", orDash(tl.Due.String())))
		if t.StatusOnly {
			fmt.Fprintln(s.out, "  "+s.words.T("explain.status-only"))
		}
		for _, l := range tl.Lines {
			fmt.Fprintln(s.out, "  "+s.words.T("explain.line", "bureau", l.Bureau.Name, "role", s.words.ChoiceLabel("role", l.Role),
				"ratio", percentOrDash(l.Completion.Ratio), "counted", l.Completion.Of.Known, "done", amountOrDash(l.DoneShown()), "of", amountOrDash(l.Completion.Of),
				"reported", reportedOrNone(l.Completion), "waits", l.Completion.Awaits()))
			if held := s.explainHeld(ledger, t, l.Bureau); !held || !l.Source().Place().IsZero() {
				s.explainSource(l.Source())
			}
			for _, v := range l.Verified {
				place := v.Rec.Place(workbook.ColValue)
				fmt.Fprintln(s.out, "    "+s.words.T("explain.planned", "file", place.File, "cell", place.String()))
			}
			if l.Reported != nil && l.Reported.Ledger != nil {
				if text := l.Reported.Ledger.Verified; text != "" && !t.StatusOnly {
					fmt.Fprintln(s.out, "    "+s.words.T("explain.verified-below", "text", strings.ReplaceAll(text, "\n", s.words.T("filenote.join"))))
				}
				s.explainChain(l.Reported.Ledger.Chain)
			}
		}
		if !t.Rolled {
			s.explainParts(ledger, t)
		}
	}
	return true
}

// reportedOrNone gives how much of a rectification was reported, if that is more than was verified, else nothing.
func reportedOrNone(c workbook.Completion) string {
	if !c.Reported.Known {
		return ""
	}
	return amountOrDash(c.Reported)
}

// explainHeld prints what a bureau reported of a task that does not count until it is corrected, and why; false if there is no such row.
func (s *session) explainHeld(ledger *report.Ledger, t *workbook.Task, b *workbook.Bureau) bool {
	held := false
	for _, x := range ledger.Exceptions() {
		if x.Kind == report.HeldRow && x.Task == t && x.Bureau == b {
			id, f := "explain.held", *x.Finding
			if x.Counted {
				id, f.Further = "explain.held-counted", nil // how many of these are about this task is unknown
			}
			message, _ := s.findingText(&f)
			fmt.Fprintln(s.out, "    "+s.words.T(id, "message", message, "file", x.Place.File, "cell", x.Finding.Place.String()))
			held = true
		}
	}
	return held
}

// explainChain follows a county's figure down to the cells that its bureaus returned.
func (s *session) explainChain(chain []workbook.Hop) {
	for i := range chain {
		h := &chain[i]
		fmt.Fprintln(s.out, strings.Repeat("  ", h.Depth+1)+s.words.T("explain.below", "bureau", h.Bureau, "form", h.Form, "file", h.File,
			"cell", h.Sheet+"!"+h.Cell, "receipt", h.Receipt))
	}
}

func percentOrDash(a workbook.Amount) string {
	if !a.Known {
		return "—"
	}
	return strconv.FormatFloat(formula.Round(a.V, 3)*100, 'f', 1, 64) + "%"
}

func amountOrDash(a workbook.Amount) string {
	if !a.Known {
		return "—"
	}
	return formula.NumberText(a.V)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// explainCell prints the content of a cell of an output: its value, its formula, and its row under the headings, which names the
// task, the bureau and the source.
func (s *session) explainCell(path, place string) error {
	data, err := s.readShort(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	name, cell, ok := strings.Cut(place, "!")
	name = strings.Trim(name, "'")
	ref, valid := sheet.ParseRef(cell)
	book, err := s.workbookReader(data).Open(data)
	if err != nil {
		return err
	}
	if !ok || !valid || !slices.Contains(book.SheetNames(), name) {
		return s.usage("usage.cell", "cell", place, "sheets", strings.Join(sheetNames(book.Book()), s.words.T("word.list")))
	}
	sh, err := book.Sheet(name)
	if err != nil {
		return err
	}
	c := sh.Cell(ref)
	if c == nil {
		fmt.Fprintln(s.out, s.words.T("explain.blank", "file", filepath.Base(path), "cell", place))
		return nil
	}
	fmt.Fprintln(s.out, s.words.T("explain.cell", "file", filepath.Base(path), "cell", place, "value", c.Value.String()))
	if c.Formula != "" {
		fmt.Fprintln(s.out, s.words.T("explain.formula", "formula", "="+c.Formula))
	}
	head := headingOver(sh, ref)
	if head == 0 {
		return nil
	}
	row, heads := sh.Row(ref.Row), sh.Row(head)
	first, last := tableAround(sh, head, ref.Col)
	for _, h := range heads.Cells {
		if h.Col < first || h.Col > last {
			continue
		}
		if v := row.Cell(h.Col); v != nil && !v.Value.IsEmpty() && h.Value.Kind == sheet.Text && !hiddenColumn(sh, h.Col) {
			fmt.Fprintln(s.out, "  "+s.words.T("explain.field", "heading", h.Value.Text, "value", workbook.CellText(v)))
		}
	}
	return nil
}

// tableAround gives the first and last column of the table to which a column belongs, by its row of headings: on the first page several
// tables stand side by side, with a column between them that no heading covers.
func tableAround(sh *sheet.Sheet, head, col int) (first, last int) {
	covered := map[int]bool{}
	for _, h := range sh.Row(head).Cells {
		covered[h.Col] = covered[h.Col] || !h.Value.IsEmpty()
	}
	for _, m := range sh.Merges {
		if m.First.Row <= head && head <= m.Last.Row {
			for c := m.First.Col; c <= m.Last.Col; c++ {
				covered[c] = true
			}
		}
	}
	first, last = col, col
	for covered[first-1] {
		first--
	}
	for covered[last+1] {
		last++
	}
	return first, last
}

func hiddenColumn(sh *sheet.Sheet, col int) bool {
	for _, span := range sh.HiddenColumns {
		if span.First <= col && col <= span.Last {
			return true
		}
	}
	return false
}

func sheetNames(b *sheet.Book) []string {
	var out []string
	for _, sh := range b.Sheets {
		if sh.Visibility == sheet.Visible {
			out = append(out, sh.Name)
		}
	}
	return out
}

// headingOver gives the row of headings above a cell: the nearest row upward that is all text and at least three cells wide; 0 if
// there is none.
func headingOver(sh *sheet.Sheet, ref sheet.Ref) int {
	for n := ref.Row - 1; n >= 1; n-- {
		row := sh.Row(n)
		if row == nil {
			continue
		}
		texts := 0
		for _, c := range row.Cells {
			switch {
			case c.Value.IsEmpty():
			case c.Value.Kind == sheet.Text && c.Formula == "" && len([]rune(c.Value.Text)) <= 16:
				texts++
			default:
				texts = -1000
			}
		}
		if texts >= 3 && row.Cell(ref.Col) != nil {
			return n
		}
	}
	return 0
}
