package sheet

// Layout is how a sheet is dressed for people: widths, panes, drop-downs, colours by rule, charts, print, protection.
type Layout struct {
	Columns []ColumnLayout
	// FreezeRows and FreezeCols stay in view when the rest scrolls.
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

// ColumnLayout dresses a run of columns.
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
	// ListValidation offers a list: Choices where they are short, else ListRange.
	ListValidation ValidationType = iota
	DecimalValidation
	DateValidation
	TextLengthValidation
	// AnyValidation limits nothing and only shows the prompt.
	AnyValidation
	// FormulaValidation holds where Min, a formula, is true.
	FormulaValidation
)

// Validation is a drop-down or limit on input, with the prompt shown beside the cell.
type Validation struct {
	Range   Range
	Type    ValidationType
	Choices []string
	// ListRange is an absolute reference such as "'字典'!$A$2:$A$9"; used where Choices is empty.
	ListRange string
	// Min and Max bound a number, a date (serial) or a length, as formulas or literals without "="; empty means open.
	Min, Max string
	// PromptTitle and Prompt show when the cell is selected (Excel: at most 32 and 255 characters).
	PromptTitle, Prompt string
	// ErrorTitle and Error show when the input is refused (Excel: at most 32 and 255 characters).
	ErrorTitle, Error string
	// Warn lets a wrong input stand after a warning instead of refusing it.
	Warn bool
	// Open offers a list without closing the choice: anything else may be typed too, such as several names.
	Open bool
}

// Conditional paints cells with a role's fill and font while a formula holds, or shows figures without their decimal.
type Conditional struct {
	Range Range
	// Formula, without "=", is written for the range's first cell.
	Formula string
	Role    Role
	// Whole paints nothing: as Percent it shows 100% for 100.0%, as Decimal1 5 for 5.0. No number format alone drops the zero
	// and its point.
	Whole Format
	// StopIfTrue keeps later conditionals from painting the same cell.
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
	// To is the last cell that the chart covers. Where it is set the chart fills the cells from At to it, however wide a
	// program's font makes these; otherwise Width and Height hold.
	To     Ref
	Series []Series
	// AxisMax fixes the value axis's end; 0 leaves it open.
	AxisMax float64
	// AxisStep is how far the marks of the value axis are apart; 0 leaves it open.
	AxisStep float64
	// AxisUnit is the value axis's title.
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
	// A3 prints on A3, otherwise A4; what is too wide for A4 is on A3 in any case.
	A3 bool
	// FitWidth scales the sheet to one page's width; FitHeight to one page's height too.
	FitWidth, FitHeight bool
	// Abreast is how many pages side by side FitWidth scales to, for a table that on one could not be read; 0 is one.
	Abreast int
	// TitleRows repeats the rows First to Last on each page; zero repeats none.
	TitleRows Span
	TitleCols Span
	Area      Range
	// Footer fields: left, centre, right. &P and &N are the page number and count.
	FooterLeft, FooterCenter, FooterRight string
	// Header stands in bold in the middle above each page, for sheets that have no title of their own; &A is the sheet's name.
	Header             string
	CenterHorizontally bool
	// BreakBefore lists rows that start a new page, in programs that keep to breaks where they fit a sheet to its pages; Excel does not.
	BreakBefore []int
}

// Protection locks the cells whose role is not Input, without a secret: it guards against slips of the hand.
type Protection struct {
	Password string
}
