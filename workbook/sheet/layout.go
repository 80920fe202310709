package sheet

// Layout is how a sheet is formatted for people: widths, panes, drop-downs, colours by rule, charts, print, protection.
type Layout struct {
	Columns []ColumnLayout
	// FreezeRows and FreezeCols stay visible when the rest scrolls.
	FreezeRows, FreezeCols int
	// Filter is the table whose heading row has filter buttons.
	Filter Range
	// Zoom in percent; 0 means 100.
	Zoom          int
	ShowGridlines bool
	// Tab colours the sheet's tab as the role's fill.
	Tab Role
	// SummaryAbove puts the summary row of grouped rows above them.
	SummaryAbove bool
	Validations  []Validation
	Conditionals []Conditional
	Bars         []Bar
	Charts       []Chart
	Print        Print
	// Protection is nil for a sheet that anyone may change.
	Protection *Protection
}

// ColumnLayout formats a range of columns.
type ColumnLayout struct {
	First, Last int
	// Width is in characters of the default font, as spreadsheet programs count it; a Chinese character takes two.
	Width   float64
	Hidden  bool
	Outline uint8
}

// ValidationType is the kind of a drop-down or limit.
type ValidationType uint8

const (
	// ListValidation offers a list: Choices if they are short, otherwise ListRange.
	ListValidation ValidationType = iota
	DecimalValidation
	DateValidation
	TextLengthValidation
	// AnyValidation restricts nothing and only shows the prompt.
	AnyValidation
	// FormulaValidation accepts an input if Min, a formula, is true.
	FormulaValidation
)

// Validation is a drop-down or limit on input, with the prompt shown beside the cell.
type Validation struct {
	Range   Range
	Type    ValidationType
	Choices []string
	// ListRange is an absolute reference such as "'字典'!$A$2:$A$9", used if Choices is empty.
	ListRange string
	// Min and Max bound a number, a date (serial) or a length, as formulas or literals without "="; empty means open.
	Min, Max string
	// PromptTitle and Prompt show when the cell is selected (Excel: at most 32 and 255 characters).
	PromptTitle, Prompt string
	// ErrorTitle and Error show when the input is refused (Excel: at most 32 and 255 characters).
	ErrorTitle, Error string
	// Warn accepts a wrong input after a warning instead of refusing it.
	Warn bool
	// Open offers a list without closing the choice: other input is accepted too, such as several names.
	Open bool
}

// Conditional gives cells a role's fill and font while a formula is true, or shows figures without their decimal.
type Conditional struct {
	Range Range
	// Formula, without "=", is written for the first cell of the range.
	Formula string
	Role    Role
	// Whole changes no colours: as Percent it shows 100% for 100.0%, as Decimal1 5 for 5.0. No number format alone drops both the
	// zero and its point.
	Whole Format
	// StopIfTrue keeps later conditionals from formatting the same cell.
	StopIfTrue bool
}

// Bar draws an in-cell bar on a fixed scale.
type Bar struct {
	Range    Range
	Min, Max float64
	Role     Role
}

// ChartType is the shape of a chart.
type ChartType uint8

const (
	BarChart ChartType = iota // horizontal bars
	ColumnChart
	StackedBarChart
	StackedColumnChart
	LineChart
	DoughnutChart
)

// Chart is a native chart over cells of the same book.
type Chart struct {
	Type  ChartType
	Title string
	// At is the upper left cell; Width and Height are in pixels.
	At            Ref
	Width, Height int
	// To is the last cell that the chart covers. If it is set the chart fills the cells from At to it, whatever their size in a
	// program's font; otherwise Width and Height count.
	To     Ref
	Series []Series
	// AxisMax fixes the end of the value axis; 0 leaves it open.
	AxisMax float64
	// AxisStep is the distance between marks of the value axis; 0 leaves it open.
	AxisStep float64
	// AxisUnit is the title of the value axis.
	AxisUnit string
	// Labels shows the values beside the bars.
	Labels bool
}

// Series is one series of a chart. The references are absolute, as "'分领域'!$B$2:$B$8".
type Series struct {
	Name, Categories, Values string
	Role                     Role
	// Point colours single points in order, for a doughnut.
	Points []Role
}

// Print is the page set-up.
type Print struct {
	Landscape bool
	// A3 prints on A3, otherwise A4; see OnA3 for sheets that are too wide for A4.
	A3 bool
	// FitWidth scales the sheet to the width of one page, FitHeight also to its height.
	FitWidth, FitHeight bool
	// Abreast is the number of pages side by side to which FitWidth scales, for a table that could not be read on one; 0 is one.
	Abreast int
	// TitleRows repeats the rows First to Last on each page; zero repeats none.
	TitleRows Span
	TitleCols Span
	Area      Range
	// Footer fields: left, centre, right. &P and &N are the page number and count.
	FooterLeft, FooterCenter, FooterRight string
	// Header is printed in bold above the middle of each page, for sheets without a title of their own; &A is the sheet's name.
	Header             string
	CenterHorizontally bool
	// BreakBefore lists rows that start a new page. Programs other than Excel keep to these breaks even if they fit a sheet to its
	// pages.
	BreakBefore []int
}

// Protection locks the cells whose role is not Input. It keeps no secret: it guards against slips of the hand.
type Protection struct {
	Password string
}
