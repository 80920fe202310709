// Package templates holds the forms that people fill in, as tables of columns: the sheets of the plan workbook and those
// of the workbooks issued to bureaus. It lays both out, and it holds the message catalogues, Chinese and English, of the
// whole program: no other package holds text that a user reads.
//
// It knows what each column is called, explains and offers. It refuses to know files, what a returned value means for a
// task, and whether it is right.
package templates
