using System.Text;
using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>What is written can be read: the same limit of depth both ways.</summary>
public class WireDepthTests
{
    [Fact]
    public void A_pipeline_of_eighty_stages_is_written_and_read_with_its_model()
    {
        ITransformer<ITransformerModel> stages = new StandardScaler();
        for (int i = 1; i < 80; i++) stages = stages.Then((ITransformer<ITransformerModel>)new StandardScaler());
        string text = BuiltIn.Registry.Write(stages).ToString();
        Assert.Equal(text, BuiltIn.Registry.Write(BuiltIn.Registry.Read<object>(WireForm.Parse(text))).ToString());
        string model = BuiltIn.Registry.Write(stages.Fit(Contract.Rows.Of(2).Features)).ToString();
        Assert.Equal(model, BuiltIn.Registry.Write(BuiltIn.Registry.Read<ITransformerModel>(WireForm.Parse(model))).ToString());
    }

    [Fact]
    public void The_deepest_form_that_is_written_is_the_deepest_that_is_read()
    {
        Assert.Equal(Nested(256), WireForm.Parse(Nested(256).ToString()));
        Assert.Contains("forms may lie at most 256 deep", Fail(() => Nested(257).ToString()));
        var text = new StringBuilder();
        for (int i = 0; i < 257; i++) text.Append("""{"type":"a","b":""");
        Assert.Throws<WireException>(() => WireForm.Parse($"{text}1{new string('}', 257)}"));
        Assert.Throws<WireException>(() => WireForm.Parse(new string('[', 100_000)));
    }

    [Fact]
    public void A_name_that_is_no_unicode_is_not_written() =>
        Assert.ThrowsAny<ArgumentException>(() => new WireForm("a", [KeyValuePair.Create<string, WireValue>("b", new WireValue.Text("\ud800"))]).ToString());

    [Fact]
    public void The_names_that_json_needs_are_no_names_of_values()
    {
        foreach (string name in (string[])["type", "format"])
            Assert.Contains($"may not be named '{name}'", Fail(() => new WireForm("a", [KeyValuePair.Create<string, WireValue>(name, WireValue.None.Value)])));
    }

    private static WireForm Nested(int depth)
    {
        var form = new WireForm("a", [KeyValuePair.Create<string, WireValue>("b", new WireValue.Integer(1))]);
        for (int i = 1; i < depth; i++) form = new WireForm("a", [KeyValuePair.Create<string, WireValue>("b", new WireValue.Form(form))]);
        return form;
    }
}
