package report

import (
	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// ScoreInput is what a year's scores are worked out from.
type ScoreInput struct {
	Plan *workbook.Plan
	// Ledger is the ledger at the end of the year; nil scores no task.
	Ledger *Ledger
	// Ledgers are those of the span's periods, and Registers likewise, in order of time.
	Ledgers   []*Ledger
	Registers []*Register
	AsOf      workbook.Date
	// Catalogues are those by which the plan's words are known, the default language first; nil loads them all.
	Catalogues []*templates.Catalogue
}

// Scores are the scores of all bureaus that are scored, with every row that they rest on.
type Scores struct {
	Plan      *workbook.Plan
	Ledger    *Ledger
	Ledgers   []*Ledger
	Registers []*Register
	AsOf      workbook.Date
	Scheme    *Scheme
	// Rows are the rows that items score, by grain; within a grain by bureau and then in the plan's order. Rows that do not
	// count stand among them and say why.
	Rows map[string][]*ScoreRow
	// Bureaus are the scored bureaus in the plan's order, Unscored those that the plan leaves out (参评 否).
	Bureaus  []*BureauScore
	Unscored []*workbook.Bureau
	// Faults are what kept an item, method or adjustment from scoring as the plan means it. Scores with faults are shown
	// but not to be published.
	Faults []ScoreFault

	words wording
}

// ScoreRow is one row of data that items score: a bureau's line in a task, its reporting over the year, an adjustment, a
// rating.
type ScoreRow struct {
	Grain  string
	Bureau *workbook.Bureau
	// Of these the one that the grain says is set.
	Line       *Line
	Adjustment *workbook.Adjustment
	Rating     *workbook.Rating
	// Inputs are the values that methods see, blank where nothing is known; 分值 is each item's own and stands in Marks.
	Inputs map[string]sheet.Value
	// Basis is the row's share of an item's points, in proportion to the bureau's other rows: 权重 × 角色系数 of a task.
	Basis float64
	// Left says why the row does not count (scoreleft.<key>), empty where it does.
	Left string
	// Marks are the row's scores, one for each item that scores it, in the scheme's order.
	Marks []Mark
}

// Mark is what one item gives a row.
type Mark struct {
	Item *SchemeItem
	// Points is the row's 分值, Value what the method gives: a number, or an error where it failed. Both are blank where the
	// row does not count.
	Points, Value sheet.Value
}

// ItemScore is a bureau's score for one item.
type ItemScore struct {
	Item *SchemeItem
	// Rows counts the rows that count, Basis sums their shares.
	Rows  int
	Basis float64
	// Combined is the rows' sum, mean, minimum or maximum, before floor and cap; blank without rows.
	Combined sheet.Value
	// Score is a number, an error, or blank where the item is left out for want of rows.
	Score sheet.Value
}

// Counts reports whether the item is part of the bureau's total.
func (s *ItemScore) Counts() bool { return !s.Score.IsBlank() }

// BureauScore is a bureau's result.
type BureauScore struct {
	Bureau *workbook.Bureau
	// Items are those that apply to the bureau, in the scheme's order.
	Items []*ItemScore
	// Rows counts all rows that count, over all items.
	Rows int
	// Base sums the items other than adjustments, Adjusted the adjustments: numbers or errors.
	Base, Adjusted sheet.Value
	// Full sums the points of the items that apply, Scaled of those among them that count; adjustments stand outside.
	Full, Scaled float64
	// Total is Base × Full ÷ Scaled + Adjusted, rounded as the plan says; an error where an item is one, blank where there
	// is nothing to score.
	Total sheet.Value
	// Rank is the place within the category, 1 the highest, shared by equals; 0 where the bureau is not ranked.
	Rank int
	// Grade is empty where the bureau is not ranked.
	Grade string
}

// ScoreFault is one thing that kept the scheme from being carried out. Its words stand under scorefault.<code>.
type ScoreFault struct {
	Code string
	// Item is the label of the item concerned, empty where the fault is none of an item's.
	Item string
	// Bureau and Task name the first row concerned, empty where the fault is not in a row.
	Bureau, Task string
	Place        workbook.Place
	// Args fill the places of the words, name and value in turn.
	Args []any
}

// Score works out the year's scores. It is total: what cannot be scored is an error value and a fault.
func Score(in ScoreInput) *Scores {
	s := &Scores{Plan: in.Plan, Ledger: in.Ledger, Ledgers: in.Ledgers, Registers: in.Registers, AsOf: in.AsOf, Rows: map[string][]*ScoreRow{}}
	s.words = wordingOf(in.Plan, in.Catalogues)
	s.Scheme = s.scheme()
	for _, b := range in.Plan.Bureaus {
		if b.Scored {
			s.Bureaus = append(s.Bureaus, &BureauScore{Bureau: b})
		} else {
			s.Unscored = append(s.Unscored, b)
		}
	}
	s.taskRows()
	s.reportingRows()
	s.adjustmentRows()
	s.ratingRows()
	s.mark()
	rows := s.byBureau()
	for _, b := range s.Bureaus {
		s.scoreItems(b, rows[b.Bureau])
		s.total(b)
	}
	s.rank()
	return s
}

func (s *Scores) fault(f ScoreFault) { s.Faults = append(s.Faults, f) }

// byBureau gives each bureau's rows of all grains.
func (s *Scores) byBureau() map[*workbook.Bureau][]*ScoreRow {
	out := map[*workbook.Bureau][]*ScoreRow{}
	for _, grain := range scoreGrains() {
		for _, r := range s.Rows[grain] {
			out[r.Bureau] = append(out[r.Bureau], r)
		}
	}
	return out
}

// MarkOf is what an item gives the row, nil where it does not score it.
func (r *ScoreRow) MarkOf(it *SchemeItem) *Mark {
	for i := range r.Marks {
		if r.Marks[i].Item == it {
			return &r.Marks[i]
		}
	}
	return nil
}

// Item is the bureau's score for an item, nil where the item does not apply.
func (b *BureauScore) Item(it *SchemeItem) *ItemScore {
	for _, is := range b.Items {
		if is.Item == it {
			return is
		}
	}
	return nil
}
