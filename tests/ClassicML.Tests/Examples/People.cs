using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Trees;

namespace ClassicML.Tests.Examples;

/// <summary>Rows of every kind of column, and models of them.</summary>
internal static class People
{
    public static Table Table { get; } = new(
        new NumberColumn("age", [30, 41, double.NaN, 60, 33, 52, 47, 19]), new NumberColumn("height", [1.71, 1.8, 1.65, 1.9, 1.77, 1.6, 1.68, 1.83]),
        new TextColumn("city", ["Roma", "Oslo", null, "Oslo", "Roma", "Århus", "Århus", "Roma"]),
        new CategoryColumn("plan", ["basic", "family", "basic", null, "family", "basic", "basic", "family"], ["basic", "family"]),
        new BooleanColumn("member", (bool?[])[true, false, null, true, true, false, false, true]),
        new DateColumn("joined", [.. Enumerable.Range(1, 8).Select(month => (DateTime?)new DateTime(2020, month, 3, 7 + month % 5, 0, 0))]));

    public static ClassificationData Classes { get; } =
        Table.With(new TextColumn("left", ["no", "yes", "no", "yes", "yes", "no", "yes", "no"])).ToClassification("left");

    /// <summary>Age, category and truth value may be missing; height and city may not, and the city is one of those.</summary>
    public static IClassifierModel Classifier { get; } = new ColumnTransformer()
        .With("ages", Columns.Named("age", "member"), new SimpleImputer().Then(new StandardScaler()))
        .With("heights", Columns.Named("height"), new StandardScaler())
        .With("texts", Columns.Named("city", "plan"), new OneHotEncoder())
        .With("dates", Columns.Named("joined"), new DateFeatures { Parts = DateParts.Month | DateParts.Hour })
        .Then(new LogisticRegression()).Fit(Classes);

    /// <summary>A number by two numbers; another α is another model.</summary>
    public static LinearRegressionModel Regressor(double alpha) => new Ridge { Alpha = alpha }.Fit(Numbers.ToRegression("height"));

    public static Table Numbers { get; } = new(
        new NumberColumn("age", [30, 41, 25, 60, 33]), new NumberColumn("weight", [70.5, 81, 60, 90, 77]),
        new NumberColumn("height", [1.71, 1.8, 1.65, 1.9, 1.77]));

    /// <summary>Columns without names.</summary>
    public static DecisionTreeClassifierModel Nameless { get; } = new DecisionTreeClassifier().Fit(
        new ClassificationData(Matrix.Wrap([1, 2, 2, 1, 3, 5, 4, 4], 4, 2), [1, 1, 0, 0], new ClassLabels([-1, 7])));
}
