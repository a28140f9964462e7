using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Trees;

namespace ClassicML.Tests.Onnx;

/// <summary>ONNX's own checker. Where it is there, every model that the other tests hold to our predictions passes it too.</summary>
public class OnnxCheckerTests
{
    [Fact]
    public void Models_pass_the_checker_of_onnx()
    {
        Assert.SkipUnless(OnnxChecker.IsThere, "Python's package onnx is not installed");
        Samples samples = Samples.OfClasses(3);
        OnnxChecker.Passes(new LogisticRegression().Fit(samples.Classes).ToOnnx());
        OnnxChecker.Passes(new RandomForestClassifier { TreeCount = 5 }.Fit(samples.Classes).ToOnnx());
    }
}
