using System.Text.RegularExpressions;
using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>A model's form is checked completely where it is read: what can't be a model is refused by the name of its value.</summary>
public class ModelFormTests
{
    private static readonly ClassificationData Data = Contract.Rows.Of(3), Two = Contract.Rows.Of(2);

    private static readonly RegressionData Numbers = Contract.Rows.Numbers();

    /// <summary>What a fit may legally store is read again.</summary>
    [Fact]
    public void Columns_without_a_value_and_priors_of_zero_come_back()
    {
        Matrix x = new(new[,] { { 1, double.NaN }, { 2, double.NaN }, { 4, double.NaN } });
        foreach (ITransformer<ITransformerModel> learner in (ITransformer<ITransformerModel>[])[new StandardScaler(), new MinMaxScaler()])
        {
            ITransformerModel model = learner.Fit(x), read = Copy(model);
            Assert.Equal(((Matrix)model.Transform(x)).Span.ToArray(), ((Matrix)read.Transform(x)).Span.ToArray());
        }
        IClassifierModel sure = new LinearDiscriminantAnalysis { Priors = Priors.Of(1, 0) }.Fit(Two);
        Assert.Equal(sure.Predict(Two.Features), Copy(sure).Predict(Two.Features));
    }

    /// <summary>An extreme that is missing beside a span that is not would make every value of its column missing.</summary>
    [Theory, InlineData("DataMinimums"), InlineData("DataMaximums"), InlineData("Spans")]
    public void A_column_of_a_scaler_has_all_its_numbers_or_none(string name)
    {
        string text = BuiltIn.Registry.Write(new MinMaxScaler().Fit(new Matrix(new double[,] { { 1, 2 }, { 4, 8 } }))).ToString();
        string damaged = Regex.Replace(text, $"\"{name}\":\\[[^,]*,", $"\"{name}\":[\"NaN\",");
        Assert.NotEqual(text, damaged);
        Assert.Contains("must be a number, was NaN",
            Assert.Throws<WireException>(() => BuiltIn.Registry.Read<MinMaxScalerModel>(WireForm.Parse(damaged))).Message);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Weights_that_are_no_finite_numbers_are_refused_in_every_family(string value)
    {
        object[] models =
        [
            new LogisticRegression().Fit(Data), new LinearRegression().Fit(Numbers), new RidgeClassifier().Fit(Two), new LinearSvmClassifier().Fit(Two),
            new LinearSvmRegressor().Fit(Numbers), new LinearDiscriminantAnalysis().Fit(Data),
        ];
        foreach (object model in models)
        {
            Refuses(model, """("Coefficients":.*?\[)[^,\]]+""", $"$1\"{value}\"", "Coefficients");
            Refuses(model, """("Intercept":\[?)[^,\]]+""", $"$1\"{value}\"", "Intercept");
        }
        Refuses(new MlpClassifier { HiddenLayers = LayerSizes.Parse("3"), MaxEpochs = 3 }.Fit(Data),
            """("Parameters":\[)[^,]+""", $"$1\"{value}\"", "Parameters");
        Refuses(new SvmClassifier().Fit(Data), """("DualCoefficients".*?\[)[^,]+""", $"$1\"{value}\"", "DualCoefficients");
        Refuses(new SvmRegressor().Fit(Numbers), """("SupportVectors".*?\[)[^,]+""", $"$1\"{value}\"", "SupportVectors");
        Refuses(new Pca().Fit(Data.Features), """("Components".*?\[)[^,]+""", $"$1\"{value}\"", "Components");
        Refuses(new QuadraticDiscriminantAnalysis().Fit(Data), """("Directions".*?\[)[^,]+""", $"$1\"{value}\"", "Directions");
        Refuses(new KNearestNeighborsClassifier().Fit(Data), """("X".*?\[)[^,]+""", $"$1\"{value}\"", "k-nearest-neighbors-model");
        Refuses(new StandardScaler().Fit(Data.Features), """("Scales":\[)[^,]+""", $"$1\"{value}\"", "Scales");
        Refuses(new DecisionTreeRegressor().Fit(Numbers), """("Values":\[)[^,]+""", $"$1\"{value}\"", "Values");
    }

    [Theory]
    [InlineData(-5.0)]
    [InlineData(3.0)]
    public void Leaves_that_are_no_shares_are_refused(double value)
    {
        foreach (object model in (object[])[new DecisionTreeClassifier().Fit(Data), new RandomForestClassifier { TreeCount = 2 }.Fit(Data)])
            Refuses(model, """("Values":\[)[^,]+""", FormattableString.Invariant($"${{1}}{value}"), "Values: number 0 must be in [0, 1]");
        Refuses(new DecisionTreeClassifier().Fit(Data), """("Values":\[)[^,]+,[^,]+,[^,]+""", "${1}0,0,0", "the class shares of node 0 sum to 0, not to 1");
    }

    [Fact]
    public void A_child_of_two_nodes_is_refused_and_so_is_one_of_none()
    {
        // Root 0 with leaves 1 and 2; node 2 asks in turn: 3 and 4.
        string tree = """
            {"type":"decision-tree-regressor-model","FeatureCount":2,"LevelCounts":[],"Levels":[],
            "NodeCounts":[5],"Features":[0,-1,1,-1,-1],"Thresholds":[0.5,"NaN",0.5,"NaN","NaN"],
            "Rights":[2,-1,4,-1,-1],"Impurities":[0,0,0,0,0],"Weights":[4,2,2,1,1],"RowCounts":[4,2,2,1,1],"Values":[0,1,2,3,4],
            "MissingSides":[2,0,2,0,0],"CategoryCounts":[],"Categories":[],"Report":REPORT}
            """.Replace("REPORT", Report());
        var model = BuiltIn.Registry.Read<IRegressorModel>(WireForm.Parse(tree));
        Assert.Equal([1, 3, 4], model.Predict(new Matrix(new[,] { { 0.0, 0 }, { 1, 0 }, { 1, 1 } })));
        Assert.Contains("tree 0, node 2 shares a child with another", Fails(tree.Replace("\"Rights\":[2,", "\"Rights\":[4,").Replace("[0,-1,1,", "[0,-1,1,")));
        Assert.Contains("tree 0, node 2 is below no other",
            Fails(tree.Replace("\"Rights\":[2,", "\"Rights\":[3,").Replace("[0,-1,1,-1,-1]", "[0,-1,-1,-1,-1]")));
        Assert.Contains("a feature must be in [-1, 1], was 2", Fails(tree.Replace("[0,-1,1,", "[0,-1,2,")));
        Assert.Contains("a right child must be in [4, 4], was 3", Fails(tree.Replace("[2,-1,4,", "[2,-1,3,")));
    }

    [Fact]
    public void A_logistic_model_of_one_class_is_refused() =>
        Refuses(new LogisticRegression().Fit(Two),
            @"""Names"":\[""class a"",""class b""\]", "\"Names\":[\"class a\"]", "the number of classes must be at least 2, was 1");

    [Fact]
    public void A_kernel_model_without_a_number_for_gamma_is_refused()
    {
        object[] models =
        [
            new KernelPca { Kernel = KernelFunction.Rbf() }.Fit(Data.Features), new SvmClassifier().Fit(Data), new SvmRegressor().Fit(Numbers),
            new OneClassSvm().Fit(Data.Features),
        ];
        foreach (object model in models)
        {
            Refuses(model, @",?""Gamma"":""[^""]+""", "", "its Gamma must be a positive number in a model, not a rule");
            Refuses(model, @"(""Gamma"":)""[^""]+""", "$1\"auto\"", "its Gamma must be a positive number in a model, not a rule");
        }
    }

    [Fact]
    public void Stages_that_do_not_fit_one_another_are_refused() =>
        Refuses(new StandardScaler().Then(new LogisticRegression()).Fit(Two),
            @"""Columns"":4,""Values"":\[[^,]+,", "\"Columns\":3,\"Values\":[", "First makes 4 columns, Last was fitted on 3");

    [Fact]
    public void A_scale_that_is_not_positive_is_refused()
    {
        Refuses(new StandardScaler().Fit(Data.Features), """("Scales":\[)[^,]+""", "${1}0", "Scales: number 0 must be positive, was 0");
        Refuses(new MinMaxScaler().Fit(Data.Features), """("Spans":\[)[^,]+""", "${1}-1", "Spans: number 0 must be positive, was -1");
    }

    [Fact]
    public void Enumerations_are_spelt_as_options_are()
    {
        Assert.Contains("\"MultiClass\":\"multinomial\"", BuiltIn.Registry.Write(new LogisticRegression().Fit(Data)).ToString());
        Assert.Contains("\"MultiClass\":\"one-versus-one\"", BuiltIn.Registry.Write(new SvmClassifier().Fit(Data)).ToString());
        Assert.Contains("\"Search\":\"auto\"", BuiltIn.Registry.Write(new KNearestNeighborsClassifier().Fit(Data)).ToString());
        Refuses(new SvmClassifier().Fit(Data), "one-versus-one", "1", "MultiClass: it must be one-versus-one or one-versus-rest, was '1'");
    }

    private static string Report() =>
        Regex.Match(BuiltIn.Registry.Write(new DecisionTreeRegressor().Fit(Numbers)).ToString(), "\"Report\":(.*)}$").Groups[1].Value;

    private static void Refuses(object model, string pattern, string replacement, string message)
    {
        string text = BuiltIn.Registry.Write(model).ToString(), changed = new Regex(pattern, RegexOptions.Singleline).Replace(text, replacement, 1);
        Assert.NotEqual(text, changed);
        Assert.Contains(message, Fails(changed));
    }

    private static string Fails(string text) => Assert.Throws<WireException>(() => BuiltIn.Registry.Read<object>(WireForm.Parse(text))).Message;
}
