package draft

import (
	"slices"

	"duban/workbook"
)

// Taken says what a row that a coordinator accepted changes in a task that the plan has.
type Taken struct {
	// Changes holds the fields to which the row gives another value.
	Changes []Difference
	// Kept holds the cells of the row that change nothing, each with the reason.
	Kept []Kept
	// Already counts the fields in which the plan says the same as the row already.
	Already int
}

// Kept is a cell of an accepted row that changes nothing.
type Kept struct {
	Field, Why string
	// Now is what the plan says now, if that has changed since the draft was made.
	Now string
}

// Reasons why a cell changes nothing.
const (
	KeptMoved   = "moved"   // the plan was changed since the draft was made
	KeptCleared = "cleared" // a cell that was cleared says nothing that could be put in its place
	KeptOther   = "other"   // no changes are recorded for this field
)

// Take works out what an accepted row changes. It changes the fields in which it differs from was, the row as the draft first showed it
// from the plan, no matter who typed the new content. If was is nil because somebody has removed it, the row is compared with the present
// plan.
func Take(row, was *workbook.Record, t *workbook.Task, p *workbook.Plan) Taken {
	var out Taken
	for i := range row.Table.Form.Columns {
		col := &row.Table.Form.Columns[i]
		form := t.Rec.Table.Form
		if !form.Has(col.Key) || col.Key == workbook.ColTask || row.Table.Cols[i] == 0 {
			continue
		}
		now, have := row.Get(col.Key), p.InForce(t, col.Key)
		then := have
		if was != nil {
			then = was.Get(col.Key)
		}
		if same(col, now, then) {
			continue
		}
		switch {
		case !slices.Contains(workbook.Changeable(), col.Key):
			// The source and the document's remark belong to the draft, not the plan.
			if was != nil && col.Key != workbook.ColSource && col.Key != workbook.ColRemark && col.Key != workbook.ColDueText {
				out.Kept = append(out.Kept, Kept{Field: col.Key, Why: KeptOther})
			}
		case same(col, now, have):
			out.Already++
		case now.State == workbook.Empty || now.State == workbook.Open && col.Type != workbook.NamesColumn:
			if was != nil {
				out.Kept = append(out.Kept, Kept{Field: col.Key, Why: KeptCleared})
			}
		case !same(col, have, then):
			out.Kept = append(out.Kept, Kept{Field: col.Key, Why: KeptMoved, Now: have.Text})
		default:
			old := ""
			if have.Filled() {
				old = have.Text
			}
			out.Changes = append(out.Changes, Difference{col.Key, old, now.Text})
		}
	}
	return out
}

// same reports whether two cells of a column say the same, however they are written. The order of names matters,
// as the first-listed lead sums up.
func same(col *workbook.Column, a, b *workbook.Datum) bool {
	if a.State != b.State {
		return false
	}
	switch {
	case a.State != workbook.Good:
		return a.State != workbook.Bad || a.Raw == b.Raw
	case col.Type == workbook.DateColumn:
		return a.Date == b.Date
	case col.Type == workbook.NumberColumn, col.Type == workbook.PercentColumn, col.Type == workbook.BoolColumn:
		return a.Num == b.Num
	case col.Type == workbook.ChoiceColumn:
		return a.Key == b.Key
	case col.Type == workbook.NamesColumn:
		return slices.Equal(a.List(), b.List())
	}
	return a.Text == b.Text
}
