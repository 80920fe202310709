package audit

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/cmd/duban/outputs"
	"duban/cmd/duban/round"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Changes that another program makes when it saves a table or text do not count; a changed value does, and is reported with its place.
func TestPapersAreComparedByWhatTheySay(t *testing.T) {
	tests := []struct {
		name, file, ours, stands string
		want                     []string // row and column, the value there and the expected one
	}{
		{"the same", "a.csv", "单位,得分\n发改局,95.5\n", "单位,得分\n发改局,95.5\n", nil},
		{"saved by a spreadsheet program", "a.csv", "\ufeff单位,得分\n发改局,95.5\n", "单位,得分\r\n\"发改局\",95.5\r\n", nil},
		{"a value", "a.csv", "单位,得分\n发改局,95.5\n", "单位,得分\n发改局,96.5\n", []string{"2:2 96.5/95.5"}},
		{"a row more", "a.csv", "单位\n发改局\n", "单位\n发改局\n财政局\n", []string{"3:1 财政局/"}},
		{"a row less", "a.csv", "单位\n发改局\n财政局\n", "单位\n发改局\n", []string{"3:1 /财政局"}},
		{"a column more", "a.csv", "单位\n发改局\n", "单位\n发改局,好\n", []string{"2:2 好/"}},
		{"no table any more", "a.csv", "单位\n发改局\n", "单位\n\"发改局\n", []string{"2:1 \"发改局/发改局"}},
		{"lines", "a.jsonl", "{\"n\":1}\n{\"n\":2}\n", "{\"n\":1}\r\n{\"n\":3}\r\n", []string{"2:1 {\"n\":3}/{\"n\":2}"}},
		{"bytes", "a.parquet", "PAR1a", "PAR1a", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := made{data: []byte(tt.ours), read: readerOf(tt.file), paper: true, opaque: opaque(tt.file)}
			diff, err := m.differences([]byte(tt.stands))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range diff.Listed {
				got = append(got, fmt.Sprintf("%d:%d %v/%v", d.Ref.Row, d.Ref.Col, d.A.Value, d.B.Value))
			}
			if d := cmp.Diff(tt.want, got); d != "" || diff.N != len(tt.want) {
				t.Errorf("%d differ (-want +got):\n%s", diff.N, d)
			}
		})
	}
}

func TestBytesThatDifferAreToldByTheirHash(t *testing.T) {
	m := made{data: []byte("PAR1a"), read: readerOf("a.parquet"), paper: true}
	diff, err := m.differences([]byte("PAR1b"))
	if err != nil || diff.N != 1 || diff.Listed[0].A.Value.Text != "SHA-256 "+archive.Hash([]byte("PAR1b")) {
		t.Errorf("%+v, %v", diff, err)
	}
}

// A workbook that cannot be read is distinguished from one that could not be made again.
func TestUnreadableIsToldFromUnmade(t *testing.T) {
	var unread *sheet.Unread
	book, err := xlsx.Write(&sheet.Book{Sheets: []*sheet.Sheet{{Name: "汇总"}}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = (&made{data: book}).differences([]byte("no workbook"))
	if !errors.As(err, &unread) {
		t.Errorf("of what stands there: %v", err)
	}
	_, err = (&made{data: []byte("no workbook")}).differences(book)
	if err == nil || errors.As(err, &unread) {
		t.Errorf("of what was made: %v", err)
	}
}

// If archive or plan lack something, that is the state of a file; an error of the disk ends the run.
func TestLacking(t *testing.T) {
	for _, err := range []error{&archive.Lost{}, &round.PlanLost{}, &outputs.NotIssued{}, &outputs.NothingToScore{}, &outputs.Unsound{}, round.ErrPlanGone} {
		if !isLacking(fmt.Errorf("merge again: %w", err)) {
			t.Errorf("%T ends the run", err)
		}
	}
	if isLacking(errors.New("input/output error")) {
		t.Error("a fault of the disk is taken for a gap in the archive")
	}
}

// A figure that another build wrote is doubted if similar files of the same run agree.
func TestAlikeAgree(t *testing.T) {
	run, other := archive.Receipt{N: 7}, archive.Receipt{N: 8}
	file := func(path string, rec archive.Receipt, paper bool) made {
		return made{path: path, rec: rec, paper: paper, many: true}
	}
	figure := sheet.Differences{N: 1, Listed: []sheet.Difference{{A: sheet.Cell{Value: sheet.Num(95)}, B: sheet.Cell{Value: sheet.Num(96)}}}}
	word := sheet.Differences{N: 1, Listed: []sheet.Difference{{A: sheet.Cell{Value: sheet.Str("好")}, B: sheet.Cell{Value: sheet.Str("较好")}}}}
	score := func(rec archive.Receipt, diff sheet.Differences) made {
		m := file("得分单/发改局.xlsx", rec, false)
		m.diff = diff
		return m
	}
	table := file("数据/得分.csv", run, true)
	tests := []struct {
		name             string
		m                made
		same, uncompared []made
		want             bool
	}{
		{"rows and format agree elsewhere", table, []made{file("数据/得分.jsonl", run, true), file("数据/任务.csv", run, true)}, []made{table}, true},
		{"only the format does", table, []made{file("数据/任务.csv", run, true)}, []made{table}, false},
		{"only the rows do", table, []made{file("数据/得分.jsonl", run, true)}, []made{table}, false},
		{"those of another run", table, []made{file("数据/得分.jsonl", other, true), file("数据/任务.csv", other, true)}, []made{table}, false},
		{"no run on record", score(archive.Receipt{}, figure), []made{file("得分单/财政局.xlsx", archive.Receipt{}, false)}, nil, false},
		{"a figure, most others agree", score(run, figure), []made{file("得分单/财政局.xlsx", run, false), file("得分单/住建局.xlsx", run, false)}, nil, true},
		{"a figure, as many differ", score(run, figure), []made{file("得分单/财政局.xlsx", run, false)}, []made{file("得分单/住建局.xlsx", run, false)}, false},
		{"words, most others agree", score(run, word), []made{file("得分单/财政局.xlsx", run, false), file("得分单/住建局.xlsx", run, false)}, nil, false},
	}
	for _, tt := range tests {
		if got := alikeAgree(tt.m, tt.same, tt.uncompared); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestUnmadeInOrder(t *testing.T) {
	changed, lost, never := unmadeFor{"b", true, false}, unmadeFor{"a", true, true}, unmadeFor{"a", false, false}
	all := []unmadeFor{never, lost, changed}
	slices.SortFunc(all, unmadeFor.compare)
	if !slices.Equal(all, []unmadeFor{changed, lost, never}) {
		t.Errorf("told in the order %v", all)
	}
}

func TestFilesByCommand(t *testing.T) {
	got := byCommand([]made{{path: "1", how: "merge"}, {path: "2", how: "score"}, {path: "3", how: "merge"}})
	if len(got) != 2 || len(got[0]) != 2 || got[0][1].path != "3" || got[1][0].path != "2" {
		t.Errorf("%+v", got)
	}
}
