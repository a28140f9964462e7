using ClassicML.Metrics;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What names of columns do beside what the contract says: places in messages, outcomes, and names that don't fit.</summary>
public class FeatureNamesContract
{
    private static readonly string[] Names = ["width", "weight", "höhe", "depth"];

    public static TheoryData<string> Classifiers => Learners.Classifiers;

    [Theory, MemberData(nameof(Classifiers))]
    public void A_missing_value_is_named_by_its_column(string name)
    {
        // Pipelines hand on rows without names, and a search says what each candidate said.
        if (Learners.TakesMissing(name) || Learners.Classifier(name) is IPipeline or ClassicML.ModelSelection.GridSearch) return;
        ClassificationData data = Rows.Of(3).With(7, 2, double.NaN);
        DataValueException e = Assert.ThrowsAny<DataValueException>(() => Learners.Classifier(name).Fit(data.WithFeatures(data.Features, Names)));
        Assert.Contains("row 7, column 2 ('höhe') is missing (NaN)", e.Message);
        Assert.Equal((7, 2, double.NaN), (e.Row, e.Column, e.Value));
    }

    [Fact]
    public void An_outcome_goes_by_names_and_without_them_by_places()
    {
        ClassificationData plain = Rows.Of(3), data = plain.WithFeatures(plain.Features, Names);
        IClassifierModel model = new ClassicML.Linear.LogisticRegression().Fit(data);
        ClassificationData turned = data.WithFeatures(data.Features.SelectColumns([2, 0, 3, 1]), ["höhe", "width", "depth", "weight"]);
        Assert.Equal(model.Predict(data.Features), ClassificationOutcome.Of(Copy(model), turned).Predicted);
        Assert.Equal(model.Predict(turned.Features), ClassificationOutcome.Of(model, plain.WithFeatures(turned.Features)).Predicted);
    }

    [Fact]
    public void An_infinite_value_is_named_by_its_column()
    {
        double[] values = Rows.Of(3).X().Span.ToArray();
        values[7 * 4 + 2] = double.PositiveInfinity;
        string said = Fail(() => Rows.Of(3).WithFeatures(Matrix.Wrap(values, 90, 4), Names));
        Assert.Contains("row 7, column 2 ('höhe') is Infinity", said);
    }

    [Fact]
    public void Iris_with_two_columns_and_their_headers_swapped_scores_the_same()
    {
        var (train, test) = Datasets.Iris().Split(testShare: 0.3, seed: 1, stratified: true);
        IClassifierModel model = new ClassicML.Linear.LogisticRegression().Fit(train);
        string[] names = [.. test.FeatureNames!.Value];
        (names[0], names[3]) = (names[3], names[0]);
        Assert.Equal(model.Score(test), model.Score(test.WithFeatures(test.Features.SelectColumns([3, 1, 2, 0]), names)));
    }

    [Fact]
    public void A_name_that_stands_for_two_columns_is_refused_where_the_order_differs()
    {
        ClassificationData plain = Rows.Of(3), data = plain.WithFeatures(plain.Features, ["a", "a", "b", "c"]);
        IClassifierModel model = new ClassicML.Neighbors.NearestCentroid().Fit(data);
        Assert.Equal(model.Score(plain), model.Score(data));
        Refused(() => model.Score(plain.WithFeatures(plain.Features, ["a", "b", "a", "c"])), "several columns are named 'a'");
        Refused(() => model.Score(plain.WithFeatures(plain.Features, ["a", "b", "b", "c"])), "several columns are named");
    }

    [Fact]
    public void Sparse_columns_are_put_in_order_too()
    {
        ClassificationData plain = Rows.Of(3);
        SparseMatrix sparse = SparseMatrix.FromDense((Matrix)plain.Features);
        IClassifierModel model = new ClassicML.Linear.LogisticRegression().Fit(plain.WithFeatures(sparse, Names));
        var turned = plain.WithFeatures(sparse.SelectColumns([3, 2, 1, 0]), [.. Names.Reverse()]);
        Assert.Equal(((Matrix)plain.Features).SelectColumns([3, 2, 1, 0]).Span, ((SparseMatrix)turned.Features).ToDense().Span);
        Assert.Equal(model.Score(plain.WithFeatures(sparse, Names)), model.Score(turned));
    }

    [Fact]
    public void As_many_names_as_columns_are_asked_of_a_form()
    {
        ClassificationData plain = Rows.Of(3);
        WireForm form = Learners.Registry.Write(new ClassicML.Neighbors.NearestCentroid().Fit(plain.WithFeatures(plain.Features, Names)));
        WireForm broken = WireForm.Parse(form.ToString().Replace("\"depth\"", "\"depth\",\"more\"", StringComparison.Ordinal));
        Assert.Contains("FeatureNames must have 4 entries", Assert.Throws<WireException>(() => Learners.Registry.Read<IClassifierModel>(broken)).Message);
    }

    private static void Refused(Func<double> score, string because) =>
        Assert.Contains(because, Assert.ThrowsAny<ArgumentException>(() => score()).Message);
}
