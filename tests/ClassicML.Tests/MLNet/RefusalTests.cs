using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;
using static ClassicML.Tests.MLNet.Fixtures;

namespace ClassicML.Tests.MLNet;

/// <summary>What an estimator can't read is refused in a sentence that names it.</summary>
public class RefusalTests
{
    private readonly MLContext ml = new(seed: 1);

    private static readonly Table Rows = new(
        new NumberColumn("a", [1.0, 2, 3, 4]), new NumberColumn("b", [4.0, 5, 6, 8]), new TextColumn("text", ["x", "y", "x", null]),
        new BooleanColumn("Label", [false, true, true, false]), new NumberColumn("number", [0.5, 1, 2, 3]), new NumberColumn("hole", [0, 1, double.NaN, 1]));

    private string FitFails(MLNetColumns names, Table? rows = null) =>
        Fail(() => new LogisticRegression().ToEstimator(ml, names).Fit((rows ?? Rows).ToDataView()));

    [Fact]
    public void A_column_that_is_missing_is_named_with_those_that_there_are()
    {
        Assert.StartsWith(
            "there is no column 'Features'; there are 'a', 'b', 'text', 'Label', 'number', 'hole'", FitFails(new MLNetColumns()), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'y'", FitFails(new MLNetColumns { Features = ["a"], Label = "y" }), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'w'", FitFails(new MLNetColumns { Features = ["a"], Weight = "w" }), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'g'", FitFails(new MLNetColumns { Features = ["a"], Group = "g" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_another_type_is_refused_with_what_it_holds()
    {
        Assert.StartsWith(
            "column 'text' holds String; weights are numbers", FitFails(new MLNetColumns { Features = ["a"], Weight = "text" }), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'text' holds String; what a regressor learns are numbers",
            Fail(() => new Ridge().ToEstimator(ml, new MLNetColumns { Features = ["a"], Label = "text" }).Fit(Rows.ToDataView())), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'Label' holds Boolean; groups are keys, texts or whole numbers", FitFails(new MLNetColumns { Features = ["a"], Group = "Label" }),
            StringComparison.Ordinal);
        IDataView vectors = ml.Transforms.Concatenate("Features", "a", "b").Fit(Rows.ToDataView()).Transform(Rows.ToDataView());
        Assert.StartsWith(
            "column 'Features' holds vectors of Double; labels of classes are truth values, keys, texts or whole numbers",
            Fail(() => new LogisticRegression().ToEstimator(ml, new MLNetColumns { Label = "Features" }).Fit(vectors)), StringComparison.Ordinal);
        IDataView words = ml.Transforms.Text.TokenizeIntoWords("words", "text").Fit(Rows.ToDataView()).Transform(Rows.ToDataView());
        Assert.StartsWith(
            "column 'words' holds vectors of String of unknown length; features are numbers, truth values, texts, keys, dates, or vectors of numbers",
            Fail(() => new LogisticRegression().ToEstimator(ml, new MLNetColumns { Features = ["words"] }).Fit(words)), StringComparison.Ordinal);
        Assert.StartsWith(
            "sparse rows are read of one column of vectors, and 'a' holds Double among 2", FitFails(new MLNetColumns { Features = ["a", "b"], IsSparse = true }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_missing_or_no_class_is_refused_with_its_row()
    {
        Assert.StartsWith(
            "column 'hole' misses its value in row 2, and 1 in all", FitFails(new MLNetColumns { Features = ["a"], Label = "hole" }), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'hole' misses its value in row 2", FitFails(new MLNetColumns { Features = ["a"], Weight = "hole" }), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'text' misses its value in row 3", FitFails(new MLNetColumns { Features = ["a"], Label = "text" }), StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'number', row 0 is 0.5; classes must be whole numbers", FitFails(new MLNetColumns { Features = ["a"], Label = "number" }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "column 'number', row 0 is 0.5; groups must be whole numbers", FitFails(new MLNetColumns { Features = ["a"], Group = "number" }),
            StringComparison.Ordinal);
        Assert.Contains("row 2, column 0 ('hole') is missing (NaN)", FitFails(new MLNetColumns { Features = ["hole"] }));
        Assert.Contains("column 'text' holds text, and LogisticRegression reads numbers", FitFails(new MLNetColumns { Features = ["a", "text"] }));
    }

    [Fact]
    public void No_rows_and_one_row_are_what_the_learner_says_of_them()
    {
        var names = new MLNetColumns { Features = ["a", "b"] };
        Assert.Contains("at least one row", FitFails(names, Rows.Rows(0, 0)));
        Assert.Contains("LogisticRegression needs rows of at least two classes", FitFails(names, Rows.Rows(0, 1)));
        // A model predicts none and one.
        ModelTransformer model = new LogisticRegression().ToEstimator(ml, names).Fit(Rows.ToDataView());
        Assert.Empty(model.Transform(Rows.Rows(0, 0).ToDataView()).GetColumn<bool>("PredictedLabel"));
        Assert.Single(model.Transform(Rows.Rows(3, 1).ToDataView()).GetColumn<bool>("PredictedLabel"));
    }

    [Fact]
    public void A_model_refuses_rows_of_another_width_or_of_other_names_when_it_is_bound_to_them()
    {
        ModelTransformer model = new LogisticRegression().ToEstimator(ml).Fit(Iris.ToDataView());
        Assert.StartsWith(
            "'Features' gives 30 numbers and texts a row, the model was fitted on 4", Fail(() => model.Transform(Cancer.ToDataView())), StringComparison.Ordinal);
        Assert.StartsWith("there is no column 'Features'", Fail(() => model.GetOutputSchema(Rows.ToDataView().Schema)), StringComparison.Ordinal);
        IDataView other = model.Transform(((Matrix)Iris.Features).WithNames(["p", "q", "r", "s"]).ToDataView());
        Assert.Contains("the data lacks 'sepal length (cm)'", Fail(() => other.GetColumn<uint>("PredictedLabel").First()));
        // Without names they are taken as they come.
        Assert.Equal(
            model.Transform(Iris.ToDataView()).GetColumn<uint>("PredictedLabel"),
            model.Transform(((Matrix)Iris.Features).WithNames(null).ToDataView()).GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Options_name_columns()
    {
        Assert.StartsWith("Features must name one column or several", Fail(() => new MLNetColumns { Features = [] }), StringComparison.Ordinal);
        Assert.StartsWith("Label must be the name of a column, was empty", Fail(() => new MLNetColumns { Label = "" }), StringComparison.Ordinal);
        Assert.StartsWith("Score must be the name of a column, was null", Fail(() => new MLNetColumns { Score = null! }), StringComparison.Ordinal);
        Assert.StartsWith("Weight must be the name of a column, was empty", Fail(() => new MLNetColumns { Weight = "" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_knows_what_an_estimator_gives_before_there_are_rows()
    {
        // MapKeyToValue asks for the values of the key, and an estimator that reads scores for a vector of them.
        var chain = new LogisticRegression().ToEstimator(ml).Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Append(ml.Transforms.NormalizeMinMax("Score"));
        Assert.NotNull(chain.Fit(Iris.ToDataView()));
        // There is no such column, and nothing is fitted to find that out.
        var wrong = new LogisticRegression().ToEstimator(ml).Append(ml.Transforms.NormalizeMinMax("Scores"));
        Assert.ThrowsAny<ArgumentException>(() => wrong.Fit(Iris.ToDataView()));
    }

    [Fact]
    public void A_transformer_whose_columns_are_texts_is_refused_in_words()
    {
        var names = new MLNetColumns { Features = ["text"] };
        ModelTransformer model = new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.ToEstimator(ml, names).Fit(Rows.ToDataView());
        Assert.Contains("column 'text' holds text", Fail(() => model.Transform(Rows.ToDataView()).ReadMatrix()));
    }

    [Fact]
    public void Getters_of_the_wrong_type_and_of_columns_not_asked_for_are_refused()
    {
        IDataView predicted = new DecisionTreeClassifier().ToEstimator(ml).Fit(Iris.ToDataView()).Transform(Iris.ToDataView());
        using DataViewRowCursor cursor = predicted.GetRowCursor([predicted.Schema["PredictedLabel"]]);
        Assert.True(cursor.IsColumnActive(predicted.Schema["PredictedLabel"]));
        Assert.Contains(
            "was not asked for", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(predicted.Schema["Score"])).Message);
        Assert.Contains(
            "whose values are no Single", Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(predicted.Schema["PredictedLabel"])).Message);
        ValueGetter<uint> getter = cursor.GetGetter<uint>(predicted.Schema["PredictedLabel"]);
        uint key = 0;
        Assert.Contains("stands on no row", Assert.Throws<InvalidOperationException>(() => getter(ref key)).Message);
    }
}
