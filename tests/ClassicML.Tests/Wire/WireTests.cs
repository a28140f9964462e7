using ClassicML.Linear;
using ClassicML.Wire;
using CsCheck;

namespace ClassicML.Tests.Wire;

public class WireTests
{
    private static readonly WireRegistry Registry = new(LinearWireTypes.All);

    [Fact]
    public void A_learner_is_one_line_of_json() =>
        Assert.Equal(
            """{"type":"logistic-regression","format":1,"C":5,"Penalty":"l2","L1Ratio":0.5,"MultiClass":"multinomial","ClassWeights":"none","Sol""" +
            """ver":"auto","FitIntercept":true,"Tolerance":1E-06,"MaxIterations":1000,"Seed":0}""",
            Registry.Write(new LogisticRegression { C = 5 }).ToString());

    [Fact]
    public void Doubles_come_back_with_every_bit() =>
        Gen.Double.Array.Sample(values =>
        {
            var form = new WireForm("numbers", [KeyValuePair.Create<string, WireValue>("Values", new WireValue.Doubles(values))]);
            double[] read = WireForm.Parse(form.ToString())["Values"]!.AsDoubles();
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        });

    [Theory]
    [InlineData("""{"type":"logistic-regression","C":-1}""", "'logistic-regression', option C: C must be positive, was -1")]
    [InlineData("""{"type":"logistic-regression","Q":1}""", "'logistic-regression' has no option 'Q'; it has C, Penalty")]
    [InlineData("""{"type":"logistic-regression","C":"big"}""", "option C: it must be a number, was 'big'")]
    [InlineData("""{"type":"logistic-regression","MaxIterations":1.5}""", "option MaxIterations: it must be an integer of 32 bits")]
    [InlineData("""{"type":"logistic-regression","C":1,"C":2}""", "'C' comes twice in 'logistic-regression'")]
    [InlineData("""{"type":"rigid"}""", "no type is registered under the name 'rigid'")]
    [InlineData("""{"C":1}""", "a form is an object with a text \"type\"")]
    [InlineData("""{"type":""", "this is not JSON")]
    [InlineData("""{"type":"logistic-regression-model"}""", "'logistic-regression-model' lacks 'Labels'")]
    [InlineData("""{"type":"logistic-regression-model","Labels":{"type":"labels","AreIntegers":false,"Names":["a","b"]},"Coefficients":{"type":"matrix","Rows":2,"Columns":2,"Values":[1,2,3]}}""", "a 2×2 matrix has 4 values, 3 came")]
    [InlineData("""{"type":"logistic-regression-model","Labels":{"type":"labels","AreIntegers":true,"Names":["a"]}}""", "Labels")]
    [InlineData("""{"type":"logistic-regression","format":2,"C":1}""", "this was written in format 2 by a newer version of the library; this one reads formats up to 1")]
    [InlineData("""{"type":"logistic-regression","format":0}""", "the \"format\" of a form is one whole number from 1")]
    [InlineData("""{"type":"logistic-regression","format":1,"format":1}""", "the \"format\" of a form is one whole number from 1")]
    [InlineData("""{"type":"ridge","type":"lasso"}""", "the \"type\" of a form is one text")]
    [InlineData("""{"type":"ridge","Alpha":1,"alpha":2}""", "option alpha: it comes twice")]
    [InlineData("""{"type":"ridge","Alpha":1e400}""", "the number 1e400 is too large for a double")]
    [InlineData("""{"type":"ridge","\ud800":1}""", "this is not JSON")]
    [InlineData("""{"type":"\udc00"}""", "this is not JSON")]
    public void What_cant_be_read_is_refused_in_words(string json, string message) =>
        Assert.Contains(message, Assert.Throws<WireException>(() => Registry.Read<object>(WireForm.Parse(json))).Message);

    [Fact]
    public void A_model_with_a_value_too_many_is_refused()
    {
        string json = Registry.Write(new LogisticRegression().Fit(Contract.Rows.Of(2))).ToString();
        Assert.Contains("has no 'Extra'", Assert.Throws<WireException>(() => Registry.Read<object>(WireForm.Parse(json[..^1] + ""","Extra":1}"""))).Message);
    }

    [Fact]
    public void A_type_that_is_not_registered_is_refused_by_name()
    {
        Assert.Contains("MyScaler is not registered", Fail(() => Registry.Write(new MyScaler().Then(new LogisticRegression()))));
        WireRegistry more = Registry.With(new WireOptions<MyScaler>("my-scaler", WireKind.Transformer, "Mine", () => new()));
        Assert.StartsWith("""{"type":"classifier-pipeline","format":1,"First":{"type":"my-scaler"}""",
            more.Write(new MyScaler().Then(new LogisticRegression())).ToString());
    }

    [Fact]
    public void A_type_reads_what_it_wrote_with_defaults_for_options_and_none_for_a_model()
    {
        WireType learner = Registry.Find("ridge")!, model = Registry.Find("linear-regression-model")!;
        var ridge = new Ridge { Alpha = 3, FitIntercept = false };
        Assert.Equal(ridge, learner.Read(learner.Write(ridge, Registry), Registry));
        Assert.Equal(new Ridge { Alpha = 2 }, learner.Read(WireForm.Parse("""{"type":"ridge","alpha":2}"""), Registry));
        Assert.Contains("'ridge' has no option 'Beta'",
            Assert.Throws<WireException>(() => learner.Read(WireForm.Parse("""{"type":"ridge","Beta":2}"""), Registry)).Message);
        LinearRegressionModel fitted = new LinearRegression().Fit(Contract.Rows.Numbers());
        WireForm form = model.Write(fitted, Registry);
        Assert.Equal(form, model.Write(model.Read(form, Registry), Registry));
        Assert.Contains("'linear-regression-model' lacks 'Intercept'",
            Assert.Throws<WireException>(() => model.Read(form.Without("Intercept"), Registry)).Message);
    }

    [Fact]
    public void A_name_can_be_registered_once() =>
        Assert.Contains("two types are named 'logistic-regression'", Fail(() =>
            Registry.With(new WireOptions<LogisticRegression>("logistic-regression", WireKind.Classifier, "Again", () => new()))));

    private sealed record MyScaler : ITransformer<ITransformerModel>
    {
        public ITransformerModel Fit(Features x, FitContext context = default) => throw new NotSupportedException();
    }
}
