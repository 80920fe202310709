package report

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Reasons for which a row does not count (scoreleft.<key>).
const (
	leftNoShare       = "no-share"
	leftNoWeight      = "no-weight"
	leftUnknown       = "completion-unknown"
	leftNotApproved   = "not-approved"
	leftApprovedLater = "approved-later"
	leftNoItem        = "no-item"
	leftNoneDue       = "none-due"
)

func amountValue(a workbook.Amount) sheet.Value {
	if !a.Known {
		return sheet.Value{}
	}
	return sheet.Num(a.V)
}

// taskRows makes a row of each line of the ledger, by bureau.
func (s *Scores) taskRows() {
	if s.Ledger == nil {
		return
	}
	lines := map[*workbook.Bureau][]*Line{}
	for _, l := range s.Ledger.Lines {
		lines[l.Bureau] = append(lines[l.Bureau], l)
	}
	for _, b := range s.Bureaus {
		for _, l := range lines[b.Bureau] {
			s.Rows[workbook.GrainTask] = append(s.Rows[workbook.GrainTask], s.taskRow(l))
		}
	}
}

// taskRow takes a line's inputs. What the completion rests on goes in with it: for a task in parts the bureau's part, for
// one by milestones the milestones.
func (s *Scores) taskRow(l *Line) *ScoreRow {
	t := l.Task
	baseline := workbook.Amount{}
	if part := t.PartOf(l.Bureau); part != nil {
		baseline = part.Baseline
	} else if t.Measure == workbook.Quantity {
		baseline = t.Baseline
	}
	share := s.roleShare(l.Role)
	r := &ScoreRow{
		Grain: workbook.GrainTask, Bureau: l.Bureau, Line: l, Basis: max(0, t.Weight*share),
		Inputs: map[string]sheet.Value{
			inputRole: sheet.Str(s.words.role(l.Role)), inputWeight: sheet.Num(t.Weight), inputShare: sheet.Num(share),
			inputTarget: amountValue(l.Completion.Of), inputBaseline: amountValue(baseline), inputDone: amountValue(l.Completion.Done),
			inputRatio: amountValue(l.Completion.Ratio), inputElapsed: amountValue(l.Elapsed), inputDaysLate: amountValue(l.DaysLate),
		},
	}
	switch {
	case !l.Completion.Ratio.Known:
		r.Left = leftUnknown
	case share <= 0:
		r.Left = leftNoShare
	case r.Basis <= 0:
		r.Left = leftNoWeight
	}
	if r.Left != "" {
		r.Basis = 0
	}
	return r
}

// roleShare is the 角色系数 of a role.
func (s *Scores) roleShare(role string) float64 {
	switch role {
	case workbook.RoleCoLead:
		return s.Plan.Settings.CoLeadShare
	case workbook.RoleSupport:
		return s.Plan.Settings.SupportShare
	}
	return 1
}

// reportingRows makes one row a bureau that any register names. Registers of earlier rounds speak of the bureaus of the
// plan of their day: a bureau is known by its code.
func (s *Scores) reportingRows() {
	found := map[string][]*RegisterRow{}
	for _, reg := range s.Registers {
		for _, row := range reg.Rows {
			found[row.Bureau.Code] = append(found[row.Bureau.Code], row)
		}
	}
	for _, b := range s.Bureaus {
		if rows := found[b.Bureau.Code]; len(rows) > 0 {
			s.Rows[workbook.GrainReporting] = append(s.Rows[workbook.GrainReporting], reportingRow(b.Bureau, rows))
		}
	}
}

func reportingRow(b *workbook.Bureau, rows []*RegisterRow) *ScoreRow {
	var n [NotAsked + 1]int
	nothing := 0
	for _, row := range rows {
		n[row.Outcome]++
		if row.Nothing && (row.Outcome == OnTime || row.Outcome == Late) {
			nothing++
		}
	}
	asked := n[OnTime] + n[Late] + n[SentBack] + n[Missing]
	r := &ScoreRow{
		Grain: workbook.GrainReporting, Bureau: b, Basis: 1,
		Inputs: map[string]sheet.Value{
			inputAsked: sheet.Int(asked), inputReceived: sheet.Int(asked - n[Missing]), inputLate: sheet.Int(n[Late]),
			inputSentBack: sheet.Int(n[SentBack]), inputMissing: sheet.Int(n[Missing]), inputNothing: sheet.Int(nothing),
		},
	}
	if asked == 0 {
		r.Left, r.Basis = leftNoneDue, 0
	}
	return r
}

// adjustmentRows makes a row of each adjustment of a scored bureau. One that names no item goes to the first adjustment
// item that applies to the bureau.
func (s *Scores) adjustmentRows() {
	byBureau := map[*workbook.Bureau][]*workbook.Adjustment{}
	for _, a := range s.Plan.Adjustments {
		byBureau[a.Bureau] = append(byBureau[a.Bureau], a)
	}
	items := s.Scheme.ByGrain(workbook.GrainAdjustment)
	for _, b := range s.Bureaus {
		for _, a := range byBureau[b.Bureau] {
			r := &ScoreRow{
				Grain: workbook.GrainAdjustment, Bureau: a.Bureau, Adjustment: a, Basis: 1,
				Inputs: map[string]sheet.Value{inputAmount: sheet.Num(a.Amount)},
			}
			it := adjustmentItem(items, a)
			switch {
			case it == nil:
				r.Left = leftNoItem
				f := ScoreFault{Code: "adjustment-item", Bureau: a.Bureau.Name, Args: []any{"value", a.Item}}
				if a.Rec != nil {
					f.Place = a.Rec.Place(workbook.ColItem)
				}
				s.fault(f)
			case strings.TrimSpace(a.Approver) == "":
				r.Left = leftNotApproved
			case a.Approved > s.AsOf && s.AsOf != 0:
				r.Left = leftApprovedLater
			}
			if it != nil {
				r.Marks = []Mark{{Item: it}}
			}
			if r.Left != "" {
				r.Basis = 0
			}
			s.Rows[workbook.GrainAdjustment] = append(s.Rows[workbook.GrainAdjustment], r)
		}
	}
}

// adjustmentItem finds the item that an adjustment names by code, title or both.
func adjustmentItem(items []*SchemeItem, a *workbook.Adjustment) *SchemeItem {
	want := foldWord(a.Item)
	for _, it := range items {
		if !it.Applies(a.Bureau) {
			continue
		}
		if want == "" || want == foldWord(it.ID) || want == foldWord(it.Title) || want == foldWord(it.Label) {
			return it
		}
	}
	return nil
}

// ratingRows makes a row of each rating of a scored bureau.
func (s *Scores) ratingRows() {
	byBureau := map[*workbook.Bureau][]*workbook.Rating{}
	for _, r := range s.Plan.Ratings {
		byBureau[r.Bureau] = append(byBureau[r.Bureau], r)
	}
	for _, b := range s.Bureaus {
		for _, rt := range byBureau[b.Bureau] {
			s.Rows[workbook.GrainRating] = append(s.Rows[workbook.GrainRating], &ScoreRow{
				Grain: workbook.GrainRating, Bureau: rt.Bureau, Rating: rt, Basis: 1,
				Inputs: map[string]sheet.Value{inputMark: sheet.Num(rt.Mark)},
			})
		}
	}
}
