package main

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duban/report/score"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

func (a *app) scoreCmd() *cobra.Command {
	var whatIf []string
	var notices bool
	c := &cobra.Command{
		Use: "score", Short: a.words.T("cmd.score"), Long: a.words.T("cmd.score-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.score"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(len(whatIf) == 0)
			if err != nil {
				return err
			}
			defer s.close()
			s.ForScores()
			if len(whatIf) > 0 {
				return s.whatIf(whatIf)
			}
			return s.score(notices)
		},
	}
	c.Flags().StringArrayVar(&whatIf, "what-if", nil, a.words.T("flag.what-if"))
	c.Flags().BoolVar(&notices, "notices", false, a.words.T("flag.notices"))
	return c
}

func (s *session) score(notices bool) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	o := s.newOutput("score", span)
	scores, err := s.writeScores(o, span, notices)
	if err != nil {
		return err
	}
	if !s.json {
		s.printScores(scores)
	} else {
		o.summary["scores"] = scoresJSON(scores)
	}
	if scores.Scheme.BuiltIn {
		o.line("score.built-in")
	}
	if len(s.LeftOut()) > 0 {
		o.line("score.left-out", "files", s.listed(s.LeftOut()))
	}
	o.summary["left_out"] = orEmpty(s.LeftOut())
	if err := o.print(); err != nil {
		return err
	}
	if len(scores.Faults) > 0 {
		// Scores that do not follow the scheme are shown, but must not be published.
		return errFindings
	}
	return nil
}

// span gives the period asked for, or else the plan's year.
func (s *session) span() (calendar.Period, error) {
	span, err := s.periodAsked()
	if err == nil && span.IsZero() {
		span, _ = calendar.ParsePeriod(strconv.Itoa(s.Plan.Settings.Year))
	}
	return span, err
}

// whatIf says who would move, and by how much, with other figures in the scheme. It writes nothing.
func (s *session) whatIf(changes []string) error {
	span, err := s.span()
	if err != nil {
		return err
	}
	in, err := s.ScoreMaterial(span)
	if err != nil {
		return s.unsound(err)
	}
	o := s.newOutput("score", span)
	before := score.Compute(in)
	capped := overCap(s.Plan)
	var said []map[string]any
	for _, c := range changes {
		key, value, _ := strings.Cut(strings.Replace(c, "＝", "=", 1), "=")
		key = strings.TrimSpace(key)
		was, is, ok := score.WhatIf(s.Plan, key, value, s.ws.Words)
		if !ok {
			near, keys := "", score.WhatIfKeys(s.Plan, s.ws.Words)
			if !slices.ContainsFunc(keys, func(k string) bool { return workbook.SameName(k, key) }) { // otherwise it is the value
				near = workbook.Nearest(key, keys)
			}
			return s.usage("usage.what-if", "value", c, "near", near)
		}
		said = append(said, map[string]any{"key": key, "was": was, "is": is})
		o.line("score.what-if", "key", key, "was", orDash(was), "is", is)
	}
	for _, it := range overCap(s.Plan) {
		if !slices.Contains(capped, it) {
			o.line("score.what-if-capped", "item", it.ID+" "+it.Title, "id", it.ID, "cap", formula.NumberText(it.Cap.V), "points", formula.NumberText(it.Points))
		}
	}
	moves := score.Moves(before, score.Compute(in))
	if s.json {
		o.summary["what_if"], o.summary["moves"] = said, s.movesJSON(moves)
		return o.print()
	}
	var rows [][]string
	same := 0
	for _, m := range moves {
		if !m.Changed() {
			same++
			continue
		}
		rows = append(rows, []string{m.Bureau.Name, m.Bureau.Category, s.valueText(m.Was), s.valueText(m.Is), s.moveText(m), rankText(m.WasRank), rankText(m.Rank),
			orDash(m.Grade), orDash(m.Then)})
	}
	t := s.words.T
	if len(rows) > 0 {
		s.printTable([]string{t("heading.bureau"), t("heading.category"), t("score.was"), t("score.is"), t("score.by"), t("score.rank-was"), t("score.rank"),
			t("score.grade-was"), t("score.grade")}, rows)
	}
	fmt.Fprintln(s.out, t("score.unmoved", "n", same))
	return o.print()
}

// overCap lists the items of a plan of which no bureau can get all points, as their cap is lower.
func overCap(p *workbook.Plan) []*workbook.Item {
	var out []*workbook.Item
	for _, it := range p.Items {
		if it.Cap.Known && it.Cap.V < it.Points {
			out = append(out, it)
		}
	}
	return out
}

func rankText(rank int) string {
	if rank == 0 {
		return "/"
	}
	return strconv.Itoa(rank)
}

// moveText gives the change of a total, with its sign.
func (s *session) moveText(m score.Move) string {
	if m.Was.Kind != sheet.Number || m.Is.Kind != sheet.Number {
		return "—"
	}
	return fmt.Sprintf("%+.*f", s.Plan.Settings.Decimals, m.Is.Num-m.Was.Num)
}

func (s *session) movesJSON(moves []score.Move) []map[string]any {
	number := func(v sheet.Value) any {
		if v.Kind == sheet.Number {
			return v.Num
		}
		return nil
	}
	out := []map[string]any{}
	for _, m := range moves {
		out = append(out, map[string]any{"bureau": m.Bureau.Name, "category": m.Bureau.Category, "was": number(m.Was), "total": number(m.Is),
			"rank_was": m.WasRank, "rank": m.Rank, "grade_was": m.Grade, "grade": m.Then})
	}
	return out
}

// writeScores works out the scores of a span and writes the scoring workbook, with notices also each bureau's score sheet.
func (s *session) writeScores(o *output, span calendar.Period, notices bool) (*score.Scores, error) {
	scores, err := s.WriteScores(span)
	if err != nil {
		return nil, s.unsound(err)
	}
	if err := errors.Join(o.also(s.CheckWaiting(scores.Ledger.Period)), o.also(s.CheckApart(scores.Ledger.Period))); err != nil {
		return nil, err
	}
	rounds, err := s.RoundsAnew(scores.Ledger.Period)
	if err != nil {
		return nil, err
	}
	s.unproven(o, rounds)
	if err := o.also(s.CheckGoneWithin(span, rounds)); err != nil {
		return nil, err
	}
	o.file("score", "", scores.Path)
	o.summary["as_of"], o.summary["bureaus"] = scores.AsOf.String(), len(scores.Bureaus)
	o.summary["interim"] = scores.Interim
	if scores.Interim {
		o.line("score.interim", "span", span.String())
	}
	s.awaiting(o, scores.Ledger)
	s.overruled(o, scores.Ledger)
	o.line("score.done", "path", s.ws.Rel(scores.Path), "asof", scores.AsOf.String(), "rounds", len(scores.Registers))
	if !notices {
		return scores.Scores, nil
	}
	// Sheets that were open in Excel stay as they were; those that were written are still put on record.
	if err := s.WriteScoreSheets(scores); err != nil {
		return nil, err
	}
	for _, b := range scores.Bureaus {
		o.file("score-notice", b.Bureau.Name, s.ScoreSheetPath(b.Bureau.Code, span))
	}
	o.line("score.notices", "n", len(scores.Bureaus), "path", s.ws.Rel(s.ScoreSheetFolder(span)), "back", s.ws.Rel(s.ws.Folder("inbox", span.String())))
	return scores.Scores, nil
}

// printScores prints the ranking, category by category, and what kept the scheme from being carried out.
func (s *session) printScores(scores *score.Scores) {
	t := s.words.T
	for _, category := range s.Plan.Categories() {
		var rows [][]string
		for _, b := range ranked(scores, category) {
			rows = append(rows, []string{rankText(b.Rank), b.Bureau.Name, s.scoreText(b), b.Grade})
		}
		if len(rows) == 0 {
			continue
		}
		if category != "" {
			fmt.Fprintln(s.out, category)
		}
		s.printTable([]string{t("score.rank"), t("heading.bureau"), t("score.total"), t("score.grade")}, rows)
	}
	for _, f := range scores.Faults {
		at := ""
		if !f.Place.IsZero() {
			at = f.Place.String()
		}
		fmt.Fprintln(s.out, t("score.fault", "at", at, "what", t("scorefault."+f.Code, f.Args...), "item", f.Item, "bureau", f.Bureau, "task", f.Task))
	}
}

// ranked lists a category's bureaus, best first, those without a rank at the end.
func ranked(scores *score.Scores, category string) []*score.Result {
	var out []*score.Result
	for _, b := range scores.Bureaus {
		if b.Bureau.Category == category {
			out = append(out, b)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Rank, out[j].Rank
		if a == 0 || b == 0 {
			return a != 0 && b == 0
		}
		return a < b
	})
	return out
}

func (s *session) scoreText(b *score.Result) string { return s.valueText(b.Total) }

// valueText gives a score with the plan's decimals.
func (s *session) valueText(v sheet.Value) string {
	if v.Kind != sheet.Number {
		return v.String()
	}
	return strconv.FormatFloat(v.Num, 'f', s.Plan.Settings.Decimals, 64)
}

func scoresJSON(scores *score.Scores) []map[string]any {
	out := []map[string]any{}
	for _, b := range scores.Bureaus {
		var total any
		if b.Total.Kind == sheet.Number {
			total = b.Total.Num
		}
		items := map[string]any{}
		for _, it := range b.Items {
			var v any
			if it.Score.Kind == sheet.Number {
				v = it.Score.Num
			}
			items[it.Item.Label] = v
		}
		out = append(out, map[string]any{"bureau": b.Bureau.Name, "category": b.Bureau.Category, "total": total, "rank": b.Rank, "grade": b.Grade, "gate": b.Gate, "items": items})
	}
	return out
}
