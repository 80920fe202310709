package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/formula"
)

// intake checks that each decision in 收件处理 says what it needs to. CheckIntake checks whether the file that it names came in.
func (k *planCheck) intake() {
	s := &k.p.Settings
	if s.CloseDays.Known && int(s.CloseDays.V) < s.MendDays {
		// A bureau that corrects its return in time would find the period closed.
		k.add("closing-before-mending", at(s.Places[workbook.SetCloseDays]), "days", formula.NumberText(s.CloseDays.V), "mend", formula.NumberText(float64(s.MendDays)))
	}
	for _, d := range k.p.Intake {
		switch {
		case d.OfFile():
			if d.File == "" {
				k.add("intake-no-file", cell(d.Rec, workbook.ColFile), "decision", d.Rec.Get(workbook.ColDecision).Text)
			}
		case d.Action == workbook.Reopen:
			k.reopening(d)
		}
	}
}

// reopening checks a decision that takes returns for a closed period again.
func (k *planCheck) reopening(d *workbook.IntakeDecision) {
	if d.Rec.Get(workbook.ColPeriod).State == workbook.Empty {
		k.add("reopen-no-period", cell(d.Rec, workbook.ColPeriod))
		return
	}
	if d.Rec.Get(workbook.ColUntil).State == workbook.Empty {
		k.add("reopen-no-end", cell(d.Rec, workbook.ColUntil))
		return
	}
	switch closing := k.p.ClosingDay(d.Period); {
	case closing == 0:
		k.add("reopen-not-closed", cell(d.Rec, workbook.ColPeriod), "name", k.settingName(workbook.SetCloseDays))
	case d.Until != 0 && d.Until <= closing:
		k.add("reopen-too-early", cell(d.Rec, workbook.ColUntil), "closing", closing.String())
	}
}

// CheckIntake compares the decisions of 收件处理 with the returns that came in: each has to name exactly one. The findings belong to those
// of CheckPlan.
func (c *Checker) CheckIntake(p *workbook.Plan, filed []workbook.Filed) []Finding {
	k := &findings{rules: c.rules}
	for _, d := range p.Intake {
		if !d.OfFile() || d.File == "" {
			continue
		}
		switch means := d.Files(filed); len(means) {
		case 1:
		case 0:
			k.add("intake-file-unknown", cell(d.Rec, workbook.ColFile), "near", nearFile(d, filed))
		default:
			var names []string
			for _, f := range means {
				names = append(names, f.SHA256[:min(8, len(f.SHA256))]+" "+f.Name)
			}
			k.add("intake-file-several", cell(d.Rec, workbook.ColFile), "names", strings.Join(names, "、"))
		}
	}
	return k.sorted(nil)
}

// nearFile gives the name of a return that the decision may have meant, empty if none is near.
func nearFile(d *workbook.IntakeDecision, filed []workbook.Filed) string {
	var names []string
	for _, f := range filed {
		if d.Period.IsZero() || d.Period.String() == f.Period {
			names = append(names, f.Name[strings.LastIndexByte(f.Name, '/')+1:])
		}
	}
	return workbook.Nearest(d.File, names)
}
