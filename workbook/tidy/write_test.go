package tidy

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"duban/workbook/sheet"
	"pgregory.net/rapid"
)

func sample() *Table {
	return &Table{Name: "ledger", Columns: []Column{{"bureau", Text}, {"count", Int}, {"completion", Real}, {"due", Day}, {"verified", Bool}}, Rows: [][]sheet.Value{
		{sheet.Str("发改局"), sheet.Int(3), sheet.Num(0.465), sheet.Num(45565), sheet.Truth(true)},
		{sheet.Str("=1+1"), sheet.Int(-3), sheet.Num(-0.5), {}, sheet.Truth(false)},
		{sheet.Str("引号\"、逗号,\n换行 <b>"), {}, {}, {}, {}},
		{sheet.Str("'先有一撇"), {}, {}, {}, {}},
	}}
}

func TestCSV(t *testing.T) {
	got, err := CSV(sample())
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffbureau,count,completion,due,verified\r\n发改局,3,0.465,2024-09-30,true\r\n'=1+1,-3,-0.5,,false\r\n\"引号\"\"、逗号,\r\n换行 <b>\",,,,\r\n''先有一撇,,,,\r\n"
	if string(got) != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestJSONLines(t *testing.T) {
	got, err := JSONLines(sample())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"bureau":"发改局","count":3,"completion":0.465,"due":"2024-09-30","verified":true}
{"bureau":"=1+1","count":-3,"completion":-0.5,"due":null,"verified":false}
{"bureau":"引号\"、逗号,\n换行 <b>","count":null,"completion":null,"due":null,"verified":null}
{"bureau":"'先有一撇","count":null,"completion":null,"due":null,"verified":null}
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// No text in a CSV file begins like a formula, and every text can be restored by the package's rule.
func TestTextsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("=+-@'\t,\"\n 一a"))).Draw(t, "text")
		table := &Table{Name: "x", Columns: []Column{{"a", Text}, {"b", Text}}, Rows: [][]sheet.Value{{sheet.Str(text), sheet.Str("z")}}}
		data, err := CSV(table)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %d rows, %v", data, len(rows), err)
		}
		cell := rows[1][0]
		if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
			t.Fatalf("%q stands as %q", text, cell)
		}
		if back := strings.TrimPrefix(cell, "'"); back != text {
			t.Fatalf("%q came back as %q", text, back)
		}
		lines, err := JSONLines(table)
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]string
		if err := json.Unmarshal(lines, &v); err != nil || v["a"] != text {
			t.Fatalf("%q came back as %q, %v", text, v["a"], err)
		}
	})
}
