package xlsx

import "testing"

func TestMoveFormula(t *testing.T) {
	tests := []struct {
		formula    string
		rows, cols int
		want       string
	}{
		{"A1+$B1+C$1+$D$1", 2, 1, "B3+$B3+D$1+$D$1"},
		{"SUM(A1:B2)", 1, 0, "SUM(A2:B3)"},
		{`IF(A1="A1","'A1",B1)`, 1, 0, `IF(A2="A1","'A1",B2)`},
		{`"a""A1"&A1`, 1, 0, `"a""A1"&A2`},
		{`'A1 表'!A1+表1!B2+Sheet1!$C3`, 1, 1, `'A1 表'!B2+表1!C3+Sheet1!$C4`},
		{`'it''s A1'!A1`, 1, 0, `'it''s A1'!A2`},
		{"LOG10(A1)+TAX2024+A1.B1+_A1", 1, 0, "LOG10(A2)+TAX2025+A1.B1+_A1"},
		{"1E5+2.5E+3*A1", 1, 0, "1E5+2.5E+3*A2"},
		{"SUM(A:C)+SUM($A:C)+SUM(2:3)+SUM($2:3)", 1, 1, "SUM(B:D)+SUM($A:D)+SUM(3:4)+SUM($2:4)"},
		{"任务[[#This Row],[A1]]+[1]表!A1+T1[A1]", 1, 0, "任务[[#This Row],[A1]]+[1]表!A2+T1[A1]"},
		{"T1['[A1]+A1", 1, 0, "T1['[A1]+A2"},
		{"A1", -1, -1, "XFD1048576"},
		{"XFD1048576", 1, 1, "A1"},
		{"#REF!+A1", 1, 0, "#REF!+A2"},
		{"进度!A1*100%", 0, 2, "进度!C1*100%"},
		{`"没有结尾 A1`, 1, 0, `"没有结尾 A1`},
		{"A1:INDEX(B:B,2)", 1, 0, "A2:INDEX(B:B,2)"},
		{"A1#+@B1", 1, 0, "A2#+@B2"},
		{"TRUE+AAAA1+ABC12345678", 1, 0, "TRUE+AAAA1+ABC12345678"},
	}
	for _, c := range tests {
		if got := string(moveFormula(nil, c.formula, c.rows, c.cols)); got != c.want {
			t.Errorf("%s by %d, %d: got %s, want %s", c.formula, c.rows, c.cols, got, c.want)
		}
	}
}
