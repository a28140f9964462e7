using ClassicML.Plotting;

namespace ClassicML.Tests.Plotting;

/// <summary>One chart of each kind, and models that predict by a formula.</summary>
internal static class Samples
{
    public static readonly ClassificationData Rows = ClassificationData.Create(
        new Matrix(new double[,] { { 0, 0 }, { 1, 2 }, { 2, 1 }, { 3, 3 }, { 4, 0 }, { 5, 4 } }),
        ["red", "red", "green", "green", "blue", "blue"], ["length <cm>", "width & more"]);

    public static readonly IReadOnlyDictionary<string, Chart> Charts = new Dictionary<string, Chart>
    {
        ["scatter"] = ScatterChart.Of(Rows) with { Title = "Scatter" },
        ["lines"] = new LineChart(
            new LineSeries("training", [1, 10, 100], [0.9, double.NaN, 0.7]) { ShowPoints = true, Deviation = [0.1, 0.1, 0.05] },
            new LineSeries("chance", [1, 100], [0.5, 0.5]) { IsReference = true })
        { Title = "Lines", LogX = true, XLabel = "C" },
        ["bars"] = new BarChart(["iris", "wine"], new BarSeries("ours", [0.9, -0.1]) { Errors = [0.1, double.NaN] },
            new BarSeries("theirs", [0.8, double.NaN]))
        { Title = "Bars", ValueFormat = "0.00", YLabel = "accuracy" },
        ["lying bars"] = new BarChart(["a long name", "another"], new BarSeries("importance", [0.4, 0.6]))
        {
            Title = "Lying bars", IsHorizontal = true,
        },
        ["dots"] = new DotChart(["iris", "wine"], new BarSeries("ours", [1, 100]) { Errors = [0.5, double.NaN] }, new BarSeries("theirs", [10, double.NaN]))
        {
            Title = "Dots", LogValues = true, XLabel = "milliseconds",
        },
        ["heat map"] = new HeatMap(new Matrix(new double[,] { { 1, 2, 3 }, { 4, double.NaN, 6 } }), ["a", "b"], ["x", "y", "z"])
        {
            Title = "Heat map",
        },
        ["confusion"] = HeatMap.Confusion(new Matrix(new double[,] { { 48, 2 }, { 5, 45 } }), new ClassLabels(["no", "yes"])) with
        {
            Title = "Confusion",
        },
        ["images"] = new ImageGrid(Matrix.Wrap([.. Enumerable.Range(0, 5 * 48).Select(i => i % 7 == 6 ? double.NaN : i % 48)], 5, 48), 6, 3)
        {
            Title = "Images", Captions = ["one", "two", "three", "four", "five"],
        },
        ["regions"] = DecisionRegions.Of(new FormulaModel((x, y) => x + y < 3 ? 0 : x < 3 ? 1 : 2), Rows) with { Title = "Regions" },
    };

    public static TheoryData<string> Names => new(Charts.Keys);

    public static TheoryData<string, bool> NamesAndScales => new(Charts.Keys.SelectMany(name => new[] { (name, false), (name, true) }));
}

/// <summary>Predicts a code from the first two features; counts the rows that it was asked for.</summary>
internal sealed class FormulaModel(Func<double, double, int> formula, int featureCount = 2, params string[] names) : IClassifierModel
{
    public ClassLabels Labels { get; } = new(names.Length > 0 ? names : ["blue", "green", "red"]);

    public int FeatureCount => featureCount;

    public FitReport Report => new();

    public Matrix? LastRows { get; private set; }

    public int Asked { get; private set; }

    public void Predict(Features x, Memory<int> destination)
    {
        LastRows = (Matrix)x;
        Asked += x.RowCount;
        for (int i = 0; i < x.RowCount; i++) destination.Span[i] = formula(LastRows[i, 0], LastRows[i, 1]);
    }
}
