package validate

import (
	"strconv"

	"duban/workbook"
)

// troubles compares a task's row with the list of problems.
func (k *returnCheck) troubles(r *workbook.Record, t *workbook.Task, status string) {
	open := k.openProblems(t)
	if status == workbook.Done {
		if len(open) > 0 {
			k.add("done-problem-open", cell(r, workbook.ColStatus), "n", strconv.Itoa(len(open)), "other", spell(open)).beside(open...)
		}
		return
	}
	trouble := r.Get(workbook.ColTrouble)
	if len(open) > 0 || !trouble.Filled() {
		return
	}
	// A bureau that is only named in the text never learns of it: only the list reaches the bureaus that are needed.
	name := ""
	for _, b := range k.ctx.Plan.Directory.Mentioned(trouble.Text) {
		if b != k.b {
			name = b.Name
			break
		}
	}
	if name != "" || status == workbook.AskChange {
		k.add("trouble-not-listed", cell(r, workbook.ColTrouble), "name", name)
	}
}

// openProblems gives the places of the bureau's own open problems with a task: those in this return's list, and those of earlier periods
// that the list lacks.
func (k *returnCheck) openProblems(t *workbook.Task) []workbook.Place {
	var out []workbook.Place
	listed := map[string]bool{}
	if list := k.ret.Tables[workbook.FormProblems]; list != nil {
		for _, r := range list.Records {
			if !r.Touched() || k.foreign(r) {
				continue
			}
			listed[workbook.Fold(r.ID)] = true
			if closed := r.Get(workbook.ColClosed); closed.State != workbook.Bad && workbook.SameName(r.Get(workbook.ColTask).Text, t.ID) && !(closed.Filled() && closed.Num != 0) {
				out = append(out, r.Place(workbook.ColProblemText))
			}
		}
	}
	for _, p := range k.ctx.Prior.OpenProblems(k.ctx.Plan, k.b) {
		if p.Bureau == k.b.Code && !p.Closed && workbook.SameName(p.Task, t.ID) && !listed[workbook.Fold(p.ID)] {
			out = append(out, p.Source.Place())
		}
	}
	return out
}

// problemsAgain reports problems that were reported as settled and are open again.
func (k *returnCheck) problemsAgain() {
	list := k.ret.Tables[workbook.FormProblems]
	if list == nil || k.ctx.Prior == nil {
		return
	}
	settled := map[string]bool{}
	for _, p := range k.ctx.Prior.Problems {
		if p.Closed && p.Bureau == k.b.Code {
			settled[workbook.Fold(p.ID)] = true
		}
	}
	for _, r := range list.Records {
		closed := r.Get(workbook.ColClosed)
		if settled[workbook.Fold(r.ID)] && r.Touched() && closed.State != workbook.Bad && !(closed.Filled() && closed.Num != 0) {
			k.add("problem-reopened", cell(r, workbook.ColProblemText))
		}
	}
}
