// A table of customers from a CSV file, with texts, dates and holes: who will leave? Two learners, tuned and cross-validated, and what each goes by.
//
//     dotnet run --project tools/examples/mixed-columns [customers.csv]
using ClassicML;
using ClassicML.Examples;
using ClassicML.Linear;
using ClassicML.Metrics;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Trees;

string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "classicml-customers.csv");
if (args.Length == 0) CsvWriter.Write(Customers.Make(2000, seed: 1), path);

Table customers = CsvReader.ReadTable(path);
Console.WriteLine(customers);
Console.WriteLine();
Console.WriteLine(customers.Describe().Select("column", "kind", "missing", "mean", "50%", "distinct", "most frequent"));

ClassificationData data = customers.Where(row => !row.IsMissing("left")).ToClassification("left");
(ClassificationData train, ClassificationData test) = data.Split(testShare: 0.25, seed: 1, stratified: true);

// Each kind of column by steps of its own; all that they learn, they learn of the training rows of each fold.
var dates = new DateFeatures { Parts = DateParts.Year | DateParts.Month };
var forLinear = new ColumnTransformer()
    .With("numbers", Columns.OfKind(ColumnKind.Number, ColumnKind.Boolean), new SimpleImputer { AddIndicator = true }.Then(new StandardScaler()))
    .With("texts", Columns.OfKind(ColumnKind.Text), new OneHotEncoder { Unknown = UnknownCategory.Ignore })
    .With("dates", Columns.OfKind(ColumnKind.Date), dates.Then(new StandardScaler()));
// A forest takes texts and holes as they are.
var forForest = new ColumnTransformer { Remainder = Remainder.Pass }.With("dates", Columns.OfKind(ColumnKind.Date), dates);
Console.WriteLine($"\n{forLinear}\n");

var folds = new StratifiedKFold { FoldCount = 5, Seed = 1 };
GridSearch[] searches =
[
    new(ParameterGrid.For(forLinear.Then(new LogisticRegression()))
        .Vary("C", [0.01, 0.1, 1, 10], (p, c) => p with { Last = p.Last with { C = c } }))
    { Splitter = folds, Metric = ClassificationMetric.RocAuc },
    new(ParameterGrid.For(forForest.Then(new RandomForestClassifier { TreeCount = 200 }))
        .Vary("leaf", [1, 5, 20], (p, rows) => p with { Last = p.Last with { MinSamplesLeaf = rows } }))
    { Splitter = folds, Metric = ClassificationMetric.RocAuc },
];
foreach (GridSearch search in searches)
{
    SearchModel found = search.Fit(train);
    double auc = found.Score(test, ClassificationMetric.RocAuc);
    Console.WriteLine(FormattableString.Invariant($"{found.BestCandidate}: AUC {found.BestScore:F3} over the folds, {auc:F3} on {test.RowCount} other rows"));
    foreach (var (name, importance) in found.Best.ImportancesByName()) Console.WriteLine(FormattableString.Invariant($"    {name,-12}{importance,8:F3}"));
}
