using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Tests.Contract;
using ClassicML.Wire;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class FunctionTransformerTests
{
    private static readonly NamedFunction Cube = ElementwiseFunction.Of("cube", x => x * x * x, Math.Cbrt);

    public static TheoryData<string> GoldenCases => [.. Golden.Cases("function-transformer")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_function(string name)
    {
        Golden golden = Golden.Read("function-transformer", name);
        var learner = (FunctionTransformer)Learners.Registry.Find("function-transformer")!.CreateDefault();
        WireOption option = Learners.Registry.Find("function-transformer")!.Option("Function");
        learner = (FunctionTransformer)option.Set(learner, option.Parse(name), Learners.Registry);
        FunctionTransformerModel model = learner.Fit(golden.Matrix("x"));
        Assert.Equal(learner.Function, model.Function);
        Matrix mapped = Dense(model.Transform(golden.Matrix("x")));
        // A few roundings of the functions themselves.
        Close(golden.Matrix("transformed").Span, mapped.Span, 1e-15);
        Assert.Equal(golden.Has("inverse"), model.As<IInverseTransform>() is not null);
        if (model.As<IInverseTransform>() is { } inverse) Close(golden.Matrix("inverse").Span, Dense(inverse.InverseTransform(mapped)).Span, 1e-14);
    }

    [Fact]
    public void A_function_of_ones_own_maps_and_maps_back()
    {
        FunctionTransformerModel model = new FunctionTransformer { Function = Cube }.Fit(Column(1, 2));
        Assert.Equal([8, double.NaN], Dense(model.Transform(Column(2, double.NaN))).Span.ToArray());
        Assert.Equal([2, double.NaN], Dense(model.As<IInverseTransform>()!.InverseTransform(Column(8, double.NaN))).Span.ToArray());
        NamedFunction oneWay = ElementwiseFunction.Of("sign", x => Math.Sign(x));
        Assert.False(oneWay.HasInverse);
        Assert.Null(new FunctionTransformer { Function = oneWay }.Fit(Column(1)).As<IInverseTransform>());
        Assert.Equal("sign has no inverse", Assert.Throws<NotSupportedException>(() => oneWay.Invert(1)).Message);
    }

    [Fact]
    public void A_function_of_ones_own_is_written_once_it_is_registered_by_its_name()
    {
        var learner = new FunctionTransformer { Function = Cube };
        FunctionTransformerModel model = learner.Fit(Column(1, 2));
        Assert.Contains("NamedFunction is not registered, so it can't be written", Fail(() => BuiltIn.Registry.Write(learner)));
        Assert.Contains("NamedFunction is not registered, so it can't be written", Fail(() => BuiltIn.Registry.Write(model)));

        WireRegistry registry = BuiltIn.Registry.With(NamedFunction.WireType(Cube, ElementwiseFunction.Of("half", x => x / 2)));
        Assert.Equal(learner, registry.Read<FunctionTransformer>(WireForm.Parse(registry.Write(learner).ToString())));
        var read = registry.Read<FunctionTransformerModel>(WireForm.Parse(registry.Write(model).ToString()));
        Assert.Equal([27.0], Dense(read.Transform(Column(3))).Span.ToArray());
        Assert.Equal("cube", ((NamedFunction)read.Function).Name);
        Assert.Contains("no function is registered as 'third'",
            Fail(() => registry.Write(learner with { Function = ElementwiseFunction.Of("third", x => x / 3) })));
        Assert.Contains("another function is registered as 'half'",
            Fail(() => registry.Write(learner with { Function = ElementwiseFunction.Of("half", x => 0.5 * x) })));
        Assert.Contains("no function is registered as 'third'", Assert.ThrowsAny<WireException>(() =>
            registry.Read<FunctionTransformer>(WireForm.Parse(registry.Write(learner).ToString().Replace("\"cube\"", "\"third\"")))).Message);
    }

    [Fact]
    public void Sparse_rows_stay_sparse_where_zero_stays_zero()
    {
        SparseMatrix x = SparseMatrix.FromDense(new Matrix(new double[,] { { 0, 3 }, { 8, 0 } }));
        FunctionTransformerModel model = new FunctionTransformer { Function = ElementwiseFunction.Log1p }.Fit(x);
        var mapped = (SparseMatrix)model.Transform(x);
        Assert.Equal([Math.Log(4), Math.Log(9)], mapped.Values.ToArray());
        Close([3, 8], ((SparseMatrix)model.As<IInverseTransform>()!.InverseTransform(mapped)).Values, 1e-15);
        foreach (ElementwiseFunction function in (ElementwiseFunction[])[ElementwiseFunction.Exp, ElementwiseFunction.Log, ElementwiseFunction.Reciprocal])
            Assert.Contains("FunctionTransformer with a Function that is not 0 at 0 reads dense data",
                Fail(() => new FunctionTransformer { Function = function }.Fit(x)));
    }

    [Theory]
    [InlineData("log", 0, "row 1, column 0 is 0; LogFunction takes values that are positive")]
    [InlineData("log1p", -1, "row 1, column 0 is -1; Log1pFunction takes values that are above -1")]
    [InlineData("square-root", -0.5, "row 1, column 0 is -0.5; SquareRootFunction takes values that are at least 0")]
    [InlineData("exp", 1000, "row 1, column 0 is 1000, of which ExpFunction is Infinity")]
    [InlineData("reciprocal", 0, "row 1, column 0 is 0, of which ReciprocalFunction is Infinity")]
    public void Values_without_a_function_are_refused_by_row_and_column(string name, double value, string words)
    {
        WireType type = Learners.Registry.Find("function-transformer")!;
        var learner = (FunctionTransformer)type.Option("Function").Set(
            type.CreateDefault(), type.Option("Function").Parse(name), Learners.Registry);
        Assert.Contains(words, Fail(() => learner.Fit(Column(1, value)).Transform(Column(1, value))));
    }

    [Fact]
    public void A_value_that_is_refused_is_named_by_its_row_among_thousands()
    {
        double[] values = new double[2 * 3000];
        Array.Fill(values, 1);
        values[2 * 2500 + 1] = -2;
        Matrix x = Matrix.Wrap(values, 3000, 2);
        FunctionTransformerModel root = new FunctionTransformer { Function = ElementwiseFunction.SquareRoot }.Fit(x);
        foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
            Assert.Contains("row 2500, column 1 is -2; SquareRootFunction takes values that are at least 0", Fail(() => root.Transform(rows)));
    }

    [Fact]
    public void Inverses_end_where_features_do()
    {
        double Back(ElementwiseFunction function, double y) =>
            Dense(new FunctionTransformer { Function = function }.Fit(Column(1)).As<IInverseTransform>()!.InverseTransform(Column(y)))[0, 0];
        Assert.Equal(1e75, Back(ElementwiseFunction.Log, 1000));
        Assert.Equal(1e75, Back(ElementwiseFunction.Reciprocal, 0));
        Assert.Equal(0, Back(ElementwiseFunction.SquareRoot, -3));
        Assert.Equal(-1e75, Back(ElementwiseFunction.Exp, -3));
        Assert.Contains("of which the inverse of root is no number",
            Fail(() => Back(ElementwiseFunction.Of("root", x => x * x, Math.Sqrt), -1)));
    }

    [Fact]
    public void Functions_are_parts_of_pipelines_and_equal_by_value()
    {
        Assert.Equal(new FunctionTransformer(), new FunctionTransformer { Function = ElementwiseFunction.Identity });
        Assert.NotEqual(ElementwiseFunction.Square, ElementwiseFunction.SquareRoot);
        ElementwiseFunction[] functions = [Cube, ElementwiseFunction.SquareRoot, ElementwiseFunction.Reciprocal];
        Assert.Equal([64, 2, 0.25], functions.Select(function => function.Apply(4)));
        Assert.Equal([Interval.Finite, Interval.NonNegative, Interval.Finite], functions.Select(function => function.Domain));
        var x = Column(1, 10, 100, 1000);
        var data = new RegressionData(x, [0, 1, 2, 3]);
        IRegressorModel model = new FunctionTransformer { Function = ElementwiseFunction.Log }.Then(new LinearRegression()).Fit(data);
        Assert.Equal(1.5, model.Predict(Column(Math.Sqrt(1000)))[0], 1e-12);
    }
}
