using ClassicML.Cnn;
using ClassicML.Onnx;
using ClassicML.Tests.Contract;
using ClassicML.Wire;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Onnx;

/// <summary>Every registered learner's model at its defaults is exported and gives what it gives here, or says why it is not.</summary>
public class OnnxContract
{
    public static TheoryData<string> Exported { get; } = [.. Learners.All.Keys];

    private static readonly OnnxConverters converters = BuiltInOnnx.Converters.With(CnnOnnx.Converter);

    /// <summary>Encoders refuse what they have not seen, so rows are those of the fit; the others predict new ones.</summary>
    [Theory, MemberData(nameof(Exported))]
    public void A_model_gives_in_the_runtime_what_it_gives_here(string name)
    {
        Samples samples = Samples.Of(63), rounded = samples with { X = OnnxParity.Rounded(samples.X) };
        IModel model = AnyLearner.Fit(Learners.All[name], rounded);
        Features x = name is "one-hot-encoder" or "ordinal-encoder" ? rounded.X : Samples.Of(105, seed: 3).X;
        foreach (OnnxElement element in new[] { OnnxElement.Float, OnnxElement.Double })
            OnnxParity.Holds(model, x, options: new OnnxOptions { Element = element }, converters: converters);
    }

    /// <summary>Years, time stamps and a constant column: a learner may refuse to be fitted on them, and what is fitted is exported exactly.</summary>
    [Theory, MemberData(nameof(Exported))]
    public void Offsets_and_constant_columns_cost_no_digits(string name)
    {
        if (name == "cnn-classifier") return;
        Samples hard = OnnxData.Hard();
        IModel model;
        try
        {
            model = AnyLearner.Fit(Learners.All[name], hard);
        }
        catch (ArgumentException)
        {
            return;
        }
        Features x = name is "one-hot-encoder" or "ordinal-encoder" ? hard.X : OnnxData.Hard(40, seed: 6).X;
        // Scores of models whose weights are large are sums of parts that nearly cancel, of 1.7e9 and more: doubles in another order.
        OnnxParity.Holds(model, x, 1e-5, converters: converters);
    }

    [Theory, MemberData(nameof(Exported))]
    public void Missing_values_go_where_the_model_sends_them(string name)
    {
        if (!Learners.TakesMissing(name)) return;
        Samples samples = Samples.Of(63);
        Matrix train = OnnxData.WithMissing(OnnxParity.Rounded(samples.X)), x = OnnxData.WithMissing(Samples.Of(105, seed: 3).X, seed: 4);
        IModel model = AnyLearner.Fit(Learners.All[name], samples with { X = train });
        OnnxParity.Holds(model, name is "one-hot-encoder" or "ordinal-encoder" ? train : x, converters: converters);
    }

    /// <summary>A graph can't refuse, so what comes of a row that a model refuses is no number; a label alone says nothing.</summary>
    [Theory, MemberData(nameof(Exported))]
    public void A_row_that_is_refused_comes_out_as_no_number(string name)
    {
        if (Learners.TakesMissing(name) || name == "cnn-classifier") return;
        Samples samples = Samples.Of(63);
        IModel model = AnyLearner.Fit(Learners.All[name], samples);
        Matrix x = Matrix.Wrap([1, double.NaN, 2, 3, 1, 2, 3, 4], 2, 4);
        var options = new OnnxOptions { Element = OnnxElement.Double };
        using var session = new InferenceSession(model.ToOnnx(converters, options));
        foreach (var (output, values) in OnnxParity.Run(session, x, options))
            if (values is double[] { Length: > 0 } numbers)
            {
                Assert.Contains(numbers[..(numbers.Length / 2)], double.IsNaN);
                Assert.DoesNotContain(numbers[(numbers.Length / 2)..], double.IsNaN);
            }
    }

    [Fact]
    public void Every_registered_model_has_a_converter_or_a_reason()
    {
        string[] models = [.. Learners.Registry.Types.Where(type => type.Kind == WireKind.Model)
            .Select(type => type.GetType().GetGenericArguments()[0].Name)];
        Assert.NotEmpty(models);
        Assert.Empty(models.Except(converters.All.Select(converter => converter.ModelName)));
        Assert.All(converters.All, converter => Assert.NotEqual("", converter.Refusal));
    }
}
