package validate

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// Example is one case of a rule, in as few sheets, columns and rows as show it: pipe tables in the words of the Chinese forms. They are laid
// over ExamplePlan and ExampleReturn, in which nothing is wrong, so everything that an example does not name is in order:
//
//	# 任务      rows are found by their number; cells that are not named stay as they are, but a bureau's own cells of
//	            that row are blank. A row that is not found is added. Sheets whose rows have no number, such as
//	            问题清单, keep their columns and hold the example's rows alone.
//	# =任务     the sheet holds what stands here and nothing else
//	# -任务     the sheet is gone
//
// » before a cell marks the cell that the finding of a bad example is about; without a mark the finding is about no cell. ⇑ is a cell that is
// merged with the one above it, and 30000000⇢3000万 a number that its format shows in another way.
type Example struct {
	// Plan has sheets of the plan, Return sheets of 发改局's return for 2024-09.
	Plan, Return string
	// Prior has the bureau's returns for the periods before, in order, the last for 2024-08. Rows that they do not name were not reported.
	Prior []string
	// Others has the returns of other bureaus for 2024-09.
	Others []Other
	// Issued has sheets of the plan that the round was issued with, empty if that is the present plan. Round is the round, 2024-09 by default.
	Issued, Round string
	// Lost says that the archive has lost the plan that the round was issued with.
	Lost bool
	// Filed has the returns that came in, as the plan's 收件处理 may name them.
	Filed []workbook.Filed
	// File is the kind of file that arrives, one of FileKinds; empty for an ordinary workbook.
	File string
	// Name is the name of the file in which 发改局's return arrives; if empty it is the bureau's.
	Name string
	// Sealed says that the round's workbooks were sealed when they were issued.
	Sealed bool
	// Beside names the codes of further findings that the example cannot avoid.
	Beside []string
}

// Other is another bureau's return.
type Other struct{ Bureau, Return string }

// Mark stands before the cell that the finding of a bad example is about.
const Mark = "»"

// Marked reads a pipe table. It gives its sheets without marks, and the marked cells by the index of their sheet.
func Marked(text string) ([]*sheet.Sheet, map[int][]sheet.Ref, error) {
	with, err := sheet.ParsePipe(text)
	if err != nil {
		return nil, nil, err
	}
	marks := map[int][]sheet.Ref{}
	for i, s := range with {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if strings.HasPrefix(c.Value.Text, Mark) {
					marks[i] = append(marks[i], sheet.At(row.N, c.Col))
				}
			}
		}
	}
	without, err := sheet.ParsePipe(unmark(text))
	return without, marks, err
}

// examples holds a rule's good and bad case, which differ as little as possible.
type examples struct {
	code      string
	good, bad Example
}

// beside names further findings of both cases.
func (e examples) beside(codes ...string) examples {
	e.good.Beside, e.bad.Beside = codes, codes
	return e
}

// badBeside names further findings of the bad case alone.
func (e examples) badBeside(codes ...string) examples {
	e.bad.Beside = codes
	return e
}

// with gives both cases further sheets of the plan.
func (e examples) with(sheets string) examples {
	e.good.Plan, e.bad.Plan = e.good.Plan+sheets, e.bad.Plan+sheets
	return e
}

// goodWith gives the good case further sheets of the plan, which make it good.
func (e examples) goodWith(sheets string) examples {
	e.good.Plan += sheets
	return e
}

// prior gives both cases the bureau's returns for the periods before, one for each row, which is one of a sheet.
func (e examples) prior(name, headings string, rows ...string) examples {
	for _, r := range rows {
		t := table(name, headings, r)
		e.good.Prior, e.bad.Prior = append(e.good.Prior, t), append(e.bad.Prior, t)
	}
	return e
}

// inPlan makes a rule's pair of cases in one sheet of the plan. headings, good and bad are pipe tables without their outer bars, with one row
// a line.
func inPlan(code, name, headings, good, bad string) examples {
	return examples{code: code, good: Example{Plan: table(name, headings, good)}, bad: Example{Plan: table(name, headings, bad)}}
}

// inReturn makes a rule's pair of cases in one sheet of a return. If headings is empty, good and bad begin with their own.
func inReturn(code, name, headings, good, bad string) examples {
	return examples{code: code, good: Example{Return: table(name, headings, good)}, bad: Example{Return: table(name, headings, bad)}}
}

func table(name, headings, rows string) string {
	var b strings.Builder
	b.WriteString("# " + name + "\n")
	if headings != "" {
		b.WriteString("| " + headings + " |\n")
	}
	for row := range strings.SplitSeq(rows, "\n") {
		b.WriteString("| " + strings.TrimSpace(row) + " |\n")
	}
	return b.String()
}

// unmark gives a pipe table without its marks.
func unmark(text string) string {
	return strings.NewReplacer(Mark+" ", "", Mark, "").Replace(text)
}
