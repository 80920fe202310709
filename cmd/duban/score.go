package main

import (
	"fmt"
	"sort"
	"strconv"

	"github.com/spf13/cobra"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

func (a *app) scoreCmd() *cobra.Command {
	return &cobra.Command{
		Use: "score", Short: a.words.T("cmd.score"), Long: a.words.T("cmd.score-long"), Args: a.args(0, 0),
		Example: a.words.T("sample.score"),
		RunE: func(*cobra.Command, []string) error {
			s, err := a.open(true)
			if err != nil {
				return err
			}
			defer s.close()
			return s.score()
		},
	}
}

// scored is the last round within a period: a year's score stands on the year's last round.
func (s *session) scored(span workbook.Period) (workbook.Period, error) {
	var last workbook.Period
	for _, rec := range s.archive.Select(archive.KindIssue, "") {
		p, ok := workbook.ParsePeriod(rec.Period)
		if ok && p.Kind() == workbook.Month && span.Contains(p.Last()) && (last.IsZero() || p.Last() > last.Last()) {
			last = p
		}
	}
	if last.IsZero() {
		return last, s.fail(nil, "fail.nothing-to-score", "period", span.String())
	}
	return last, nil
}

func (s *session) score() error {
	span, err := s.span()
	if err != nil {
		return err
	}
	o := s.newOutput("score", span)
	scores, err := s.writeScores(o, span)
	if err != nil {
		return err
	}
	if !s.json {
		s.printScores(scores)
	} else {
		o.summary["scores"] = scoresJSON(scores)
	}
	if err := o.print(); err != nil {
		return err
	}
	if len(scores.Faults) > 0 {
		// Scores that do not follow the scheme are shown and are not to be published.
		return errFindings
	}
	return nil
}

// span is the period asked for, else the plan's year.
func (s *session) span() (workbook.Period, error) {
	span, err := s.parsePeriod()
	if err == nil && span.IsZero() {
		span, _ = workbook.ParsePeriod(strconv.Itoa(s.plan.Settings.Year))
	}
	return span, err
}

// scoresOf works the scores of a span out: on its last round, over the registers of all its rounds.
func (s *session) scoresOf(span workbook.Period) (*report.Scores, error) {
	p, err := s.scored(span)
	if err != nil {
		return nil, err
	}
	asOf, err := s.asOfDay(p)
	if err != nil {
		return nil, err
	}
	if err := s.sound(); err != nil {
		return nil, err
	}
	rounds, err := s.rounds(p)
	if err != nil {
		return nil, err
	}
	var within []*round
	for _, r := range rounds {
		if span.Contains(r.period.Last()) {
			within = append(within, r)
		}
	}
	h := history(within, asOf)
	return report.Score(report.ScoreInput{Plan: s.plan, Ledger: h.Ledgers[len(h.Ledgers)-1], Ledgers: h.Ledgers, Registers: h.Registers, AsOf: asOf}), nil
}

// writeScores works the scores of a span out and writes the scoring workbook.
func (s *session) writeScores(o *output, span workbook.Period) (*report.Scores, error) {
	scores, err := s.scoresOf(span)
	if err != nil {
		return nil, err
	}
	data, err := xlsx.Write(report.ScoreBook(scores, s.ws.words))
	if err != nil {
		return nil, fmt.Errorf("scoring workbook: %w", err)
	}
	path := s.ws.folder("reports", span.String(), s.ws.words.T("file.score"))
	if err := s.disk.WriteFile(path, data); err != nil {
		return nil, err
	}
	if err := s.keepPlan(scores.Ledger.Period); err != nil {
		return nil, err
	}
	o.file("score", "", path)
	o.summary["as_of"], o.summary["bureaus"] = scores.AsOf.String(), len(scores.Bureaus)
	o.line("score.done", "path", s.ws.rel(path), "asof", scores.AsOf.String(), "rounds", len(scores.Registers))
	return scores, nil
}

// printScores lists the ranking, category by category, and what kept the scheme from being carried out.
func (s *session) printScores(scores *report.Scores) {
	t := s.words.T
	for _, category := range s.plan.Categories() {
		var rows [][]string
		for _, b := range ranked(scores, category) {
			rank := "/"
			if b.Rank > 0 {
				rank = strconv.Itoa(b.Rank)
			}
			rows = append(rows, []string{rank, b.Bureau.Name, s.scoreText(b), b.Grade})
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
		fmt.Fprintln(s.out, t("score.fault", "what", t("scorefault."+f.Code, f.Args...), "item", f.Item, "bureau", f.Bureau, "task", f.Task))
	}
}

// ranked are a category's bureaus, best first; those without a rank at the end.
func ranked(scores *report.Scores, category string) []*report.BureauScore {
	var out []*report.BureauScore
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

func (s *session) scoreText(b *report.BureauScore) string {
	if b.Total.Kind != sheet.Number {
		return b.Total.String()
	}
	return strconv.FormatFloat(b.Total.Num, 'f', s.plan.Settings.Decimals, 64)
}

func scoresJSON(scores *report.Scores) []map[string]any {
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
		out = append(out, map[string]any{"bureau": b.Bureau.Name, "category": b.Bureau.Category, "total": total, "rank": b.Rank, "grade": b.Grade, "items": items})
	}
	return out
}
