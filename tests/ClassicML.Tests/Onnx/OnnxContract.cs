using ClassicML.Onnx;
using ClassicML.Tests.Contract;
using ClassicML.Wire;

namespace ClassicML.Tests.Onnx;

/// <summary>Every registered learner's model at its defaults is exported and gives what it gives here, or says why it is not.</summary>
public class OnnxContract
{
    public static TheoryData<string> Exported { get; } = [.. Learners.All.Keys];

    [Theory, MemberData(nameof(Exported))]
    public void A_model_gives_in_the_runtime_what_it_gives_here(string name)
    {
        IModel model = AnyLearner.Fit(Learners.All[name], Samples.Of(63));
        if (BuiltInOnnx.Converters.Find(model)?.Refusal is not null)
        {
            Assert.Throws<NotSupportedException>(() => model.ToOnnx());
            return;
        }
        foreach (OnnxElement element in new[] { OnnxElement.Float, OnnxElement.Double })
            OnnxParity.Holds(model, Samples.Of(105, seed: 3).X, options: new OnnxOptions { Element = element });
    }

    [Fact]
    public void Every_registered_model_has_a_converter_or_a_reason()
    {
        string[] models = [.. Learners.Registry.Types.Where(type => type.Kind == WireKind.Model)
            .Select(type => type.GetType().GetGenericArguments()[0].Name)];
        Assert.NotEmpty(models);
        Assert.Empty(models.Except(BuiltInOnnx.Converters.All.Select(converter => converter.ModelName)));
        Assert.All(BuiltInOnnx.Converters.All, converter => Assert.NotEqual("", converter.Refusal));
    }
}
